use super::*;
use crate::letters::Weight;

fn text(x: f64, text: &str, letters: &Letters) -> Item {
    Item::Text(Text {
        x,
        y: 30.0,
        wide: letters.width(text, 20.0, Weight::Regular),
        room: 150.0,
        text: text.to_string(),
        size: 20.0,
        weight: Weight::Regular,
        colour: Colour(0, 0, 0),
        link: None,
    })
}

fn sheet(items: Vec<Item>) -> Sheet {
    Sheet {
        width: 200.0,
        height: 40.0,
        title: "Llwybr – ścieżka".to_string(),
        items,
    }
}

/// The dots of a PNG as another program reads them, one byte for each: its green.
fn read(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .expect("it is a PNG");
    let mut dots = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut dots).expect("it can be read");
    assert_eq!(info.color_type, ColorType::Rgb, "nothing is seen through");
    let green = dots.chunks(3).map(|dot| dot[1]).collect();
    (info.width as usize, info.height as usize, green)
}

/// The first and the last column in which there is a dark dot.
fn dark(width: usize, dots: &[u8]) -> Option<(usize, usize)> {
    let columns = dots.iter().enumerate().filter(|(_, dot)| **dot < 128);
    let columns = columns.map(|(place, _)| place % width);
    columns.fold(None, |ends, column| match ends {
        None => Some((column, column)),
        Some((first, last)) => Some((first.min(column), last.max(column))),
    })
}

#[test]
fn it_is_as_large_as_the_sheet_and_says_so() {
    let letters = Letters::shipped();
    let drawn = emit(&sheet(vec![]), &letters, 144.0, "What it shows").expect("drawn");
    let (width, height, dots) = read(&drawn.bytes);
    assert_eq!(
        (width, height, drawn.dpi, &drawn.fewer),
        (400, 80, 144.0, &None)
    );
    assert!(dots.iter().all(|dot| *dot == 255), "on white");
    let reader = png::Decoder::new(std::io::Cursor::new(&drawn.bytes));
    let reader = reader.read_info().expect("it is a PNG");
    let info = reader.info();
    let pixels = info.pixel_dims.expect("it says how large it prints");
    assert_eq!((pixels.xppu, pixels.yppu), (5669, 5669));
    let words: Vec<_> = info
        .utf8_text
        .iter()
        .map(|chunk| (chunk.keyword.as_str(), chunk.get_text().expect("text")))
        .collect();
    let title = ("Title", "Llwybr – ścieżka".to_string());
    assert_eq!(words, [title, ("Description", "What it shows".to_string())]);
}

#[test]
fn text_stands_where_it_is_measured() {
    let letters = Letters::shipped();
    for (words, from_right) in [("Hello HMH", false), ("שלום HMם", true), ("مرحبا", true)]
    {
        let sheet = sheet(vec![text(20.0, words, &letters)]);
        let drawn = emit(&sheet, &letters, 72.0, "").expect("drawn");
        let (width, _, dots) = read(&drawn.bytes);
        let (first, last) = dark(width, &dots).expect("something is drawn");
        let wide = letters.width(words, 20.0, Weight::Regular);
        let begins = if from_right { 170.0 - wide } else { 20.0 };
        assert!(
            (first as f64 - begins).abs() < 4.0,
            "{words}: {first} for {begins}"
        );
        assert!((last as f64 - begins - wide).abs() < 4.0, "{words}: {last}");
    }
}

#[test]
fn what_is_too_large_is_drawn_with_fewer_dots_or_refused() {
    let letters = Letters::shipped();
    let of = |width, height| Sheet {
        width,
        height,
        ..Sheet::default()
    };
    let drawn = emit(&of(8000.0, 2000.0), &letters, 600.0, "").expect("drawn");
    assert!(drawn.dpi < 600.0 && drawn.dpi >= LEAST_DPI);
    assert!(drawn.fewer.is_some_and(|said| said.contains("not 600")));
    for (width, height) in [
        (100_000.0, 100.0),
        (20_000.0, 20_000.0),
        (0.0, 10.0),
        (f64::NAN, 1.0),
    ] {
        assert!(emit(&of(width, height), &letters, 200.0, "").is_err());
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let letters = Letters::shipped();
    let sheet = sheet(vec![text(10.0, "क्षत्रिय 👩\u{200D}👧 \u{E000}", &letters)]);
    let first = emit(&sheet, &letters, 100.0, "x").expect("drawn");
    let second = emit(&sheet, &Letters::shipped(), 100.0, "x").expect("drawn");
    assert_eq!(first, second);
}
