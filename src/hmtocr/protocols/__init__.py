"""What the clouds' SDKs speak, one folder a vendor, each with the same files: routes, sign, parse, render, errors."""
