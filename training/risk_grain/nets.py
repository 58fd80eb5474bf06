"""The network. It takes pixels 0..255 and spectra as hmtocr.risk.grain tells them, and normalises them itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from hmtocr.risk.grain import CONTEXT_HEIGHT, CONTEXT_WIDTH, PATCH, PLACES
from training.corners.nets import Block, conv

_DROPPED = 0.3
"""How often, in training, the coarse view is hidden: what is fine must do without it."""


class GrainNet(nn.Module):
    """Whether the grain is that of print on paper, and whether it is that of a screen: two logits a card."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        # Brightness, and two differences of colours: what is fine in colour is faint beside print in black.
        mix = torch.tensor([[0.3, 0.59, 0.11], [1.0, -1.0, 0.0], [0.0, -1.0, 1.0]])
        self.colours = nn.Conv2d(3, 3, 1, bias=False)
        self.colours.weight = nn.Parameter((mix / torch.tensor([[40.0], [20.0], [20.0]]))[..., None, None])
        self.pieces = nn.Sequential(
            nn.Conv2d(3, 14, 4, 2, 1, bias=False),
            nn.BatchNorm2d(14),
            nn.ReLU(inplace=True),
            conv(14, 24, stride=2),
            Block(24),
            conv(24, 40, stride=2),
            Block(40),
        )
        self.waves = nn.Sequential(conv(2, 12), nn.MaxPool2d(2), conv(12, 20, stride=2), conv(20, 24, stride=2))
        self.around = nn.Sequential(conv(3, 10, 5, 2), conv(10, 20, stride=2), conv(20, 32, stride=2), Block(32))
        cells = 6 * (CONTEXT_WIDTH // 8) * (CONTEXT_HEIGHT // 8)
        self.coarse = nn.Sequential(conv(32, 6, 1), nn.Flatten(), nn.Linear(cells, 20), nn.ReLU())
        self.copy = _head(160 + 48 + 20)
        self.screen = _head(160 + 48)

    def forward(self, pieces: Tensor, spectra: Tensor, contexts: Tensor) -> Tensor:
        """Pieces (n, k, PATCH, PATCH, 3), spectra (n, 2, ...) and contexts (n, h, w, 3) to logits (n, 2)."""
        n, k = pieces.shape[:2]
        mixed = self.colours(pieces.flatten(0, 1).permute(0, 3, 1, 2))
        seen = self.pieces(mixed - mixed.mean((2, 3), keepdim=True))
        each = torch.cat((seen.mean((2, 3)), seen.amax((2, 3))), 1).reshape(n, k, 80)
        waves = self.waves((spectra - 4.0) / 2.0)
        fine = torch.cat((each.mean(1), each.amax(1), waves.mean((2, 3)), waves.amax((2, 3))), 1)
        coarse = self.coarse(self.around((contexts.permute(0, 3, 1, 2) - 127.0) / 64.0))
        if self.training:
            coarse = coarse * (torch.rand(n, 1) > _DROPPED)
        # Of a screen only the grain tells: what else a photograph of one shows is as its owner has arranged it.
        return torch.cat((self.copy(torch.cat((fine, coarse), 1)), self.screen(fine)), 1)


def _head(inside: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inside, 40), nn.ReLU(), nn.Dropout(0.2), nn.Linear(40, 1))


class GrainAnswer(nn.Module):
    """The network with probabilities for logits."""

    def __init__(self, net: GrainNet) -> None:
        """Around a trained network."""
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, spectra: Tensor, contexts: Tensor) -> Tensor:
        """One card's views to the probabilities of a copy and of a screen."""
        answer: Tensor = self.net(pieces, spectra, contexts).sigmoid()
        return answer


def example() -> tuple[Tensor, Tensor, Tensor]:
    """An empty card."""
    return (
        torch.zeros(1, len(PLACES), PATCH, PATCH, 3),
        torch.zeros(1, 2, PATCH, PATCH // 2 + 1),
        torch.zeros(1, CONTEXT_HEIGHT, CONTEXT_WIDTH, 3),
    )
