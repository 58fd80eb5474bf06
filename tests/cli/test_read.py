"""`hmtocr read`: its three outputs, its exit codes, its annotated pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import Result

Run = Callable[..., Result]


def test_a_table_for_people(run: Run, red: Path) -> None:
    result = run("read", red)
    assert result.exit_code == 0
    assert "Hong Kong identity card, 2018 front (0.98)" in result.stdout
    (number,) = [line for line in result.stdout.splitlines() if "Z683365(5)" in line]
    assert "0.99" in number
    assert "✗ hkid.check_digit" in number
    assert "dates.order" not in number
    assert "樂永晴" in result.stdout
    assert "✓ telecode.name" in result.stdout
    assert "warning: glare" in result.stdout


def test_json_of_one_picture_is_an_object_and_of_several_an_array(run: Run, red: Path, blue: Path) -> None:
    one = json.loads(run("read", "--json", red).stdout)
    assert one["file"] == str(red)
    assert one["cards"][0]["fields"]["number"]["text"] == "Z683365(5)"
    two = json.loads(run("read", "--json", red, blue).stdout)
    assert [len(record["cards"]) for record in two] == [1, 0]


def test_jsonl_is_one_line_a_picture_and_keeps_going(run: Run, red: Path, blue: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(red.read_bytes()[:60])
    result = run("read", "--jsonl", broken, tmp_path / "nowhere.jpg", tmp_path, blue, red)
    assert result.exit_code == 3
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line.get("error", {}).get("type") for line in lines] == [
        "TruncatedImageError",
        "FileNotFoundError",
        "IsADirectoryError",
        None,
        None,
    ]
    assert lines[0]["file"] == str(broken)
    assert "send the whole file again" in lines[0]["error"]["message"]
    assert lines[4]["cards"]
    assert "broken.jpg: the PNG file is cut off" in result.stderr
    assert "nowhere.jpg: No such file" in result.stderr


def test_exit_code_1_where_a_picture_has_no_card(run: Run, red: Path, blue: Path) -> None:
    result = run("read", red, blue)
    assert result.exit_code == 1
    assert "blue.png: no card found" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--documents", "passport", "x.png"),
        ("--documents", ",", "x.png"),
        ("--json", "--jsonl", "x.png"),
        ("--annotate", "out.docx", "x.png"),
        ("--annotate", "no/such/folder/out.png", "x.png"),
        ("--annotate", "x.png", "x.png"),
    ],
)
def test_exit_code_2_for_wrong_use(run: Run, arguments: tuple[str, ...], reader: Any) -> None:
    assert run("read", *arguments).exit_code == 2
    assert not reader.asked


def test_documents_reach_the_reader(run: Run, red: Path, reader: Any) -> None:
    run("read", "--documents", "hk-id, mo-id", red)
    run("read", red)
    assert reader.asked == [["hk-id", "mo-id"], None]


def test_standard_input(run: Run, red: Path) -> None:
    result = run("read", "--json", "-", stdin=red.read_bytes())
    assert json.loads(result.stdout)["file"] == "-"


def test_every_page_of_a_pdf(run: Run, red: Path, blue: Path, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pdf = tmp_path / "two.pdf"
    Image.open(red).save(pdf, save_all=True, append_images=[Image.open(blue)], resolution=100)
    result = run("read", "--jsonl", "--annotate", tmp_path / "out.png", pdf)
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["page"], line["width"], len(line["cards"])) for line in lines] == [(1, 800, 1), (2, 800, 0)]
    assert (tmp_path / "out.png").is_file()
    assert (tmp_path / "out-2.png").is_file()


def test_annotate_draws_on_a_copy(run: Run, red: Path, tmp_path: Path) -> None:
    before = red.read_bytes()
    out = tmp_path / "out.png"
    assert run("read", "--annotate", out, red).exit_code == 0
    assert red.read_bytes() == before
    drawn, plain = Image.open(out).convert("RGB"), Image.open(red).convert("RGB")
    assert drawn.height == plain.height
    assert drawn.width > plain.width
    assert drawn.getpixel((200, 20)) != plain.getpixel((200, 20))
    assert drawn.getpixel((300, 200)) != plain.getpixel((300, 200))
    assert drawn.getpixel((390, 250)) == plain.getpixel((390, 250))


def test_annotate_several_into_a_folder_without_overwriting(run: Run, red: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    twin = other / "red.png"
    twin.write_bytes(red.read_bytes())
    before = red.read_bytes()
    assert run("read", "--annotate", tmp_path, red, twin).exit_code == 0
    assert red.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("red*.png")) == ["red.png", "red_2.png", "red_3.png"]
