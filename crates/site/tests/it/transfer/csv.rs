//! Tables: headers, types, and rows that are not as they should be.

use velodrome_site::transfer::bounds::DOCUMENT_BYTES_MAX;
use velodrome_site::transfer::{Format, Import, Kind, Overrides};

use super::{file, open, read};

/// The columns as `key: type`.
fn columns(import: &Import) -> Vec<String> {
    let columns = import.columns.iter();
    columns
        .map(|column| format!("{}: {}", column.key, column.kind))
        .collect()
}

fn overrides(keys: &[(&str, &str)], kinds: &[(&str, Kind)]) -> Overrides {
    let keys = keys
        .iter()
        .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
    let kinds = kinds.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
    Overrides {
        keys: keys.collect(),
        kinds: kinds.collect(),
    }
}

#[test]
fn an_export_of_the_content_manager_is_understood() {
    let import = open(
        "\u{feff}\"Title\",\"ID\",\"Created Date\",\"Updated Date\",\"Owner\",\"Unit Price\",\"In Stock\",\"Tags\",\"Main Image\",\"Gallery\",\"Category\",\"Text\",\"Born\",\"Opens\"\r\n\
         \"Chair, \"\"big\"\"\",\"4b2d\",\"2021-02-26T18:32:17Z\",\"2021-03-01T00:00:00.500Z\",\"own\",\"12.50\",\"true\",\"[\"\"wood\"\",\"\"new\"\"]\",\"wix:image://v1/a.jpg/a.jpg#originWidth=1\",\"[{\"\"src\"\":\"\"x\"\"}]\",\"c-1\",\"{\"\"nodes\"\":[]}\",\"1999-12-31\",\"16:45:00.000\"\r\n\
         \"two\nlines\",\"5c3e\",\"2021-02-26T18:32:18Z\",\"\",\"\",\"-3\",\"FALSE\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\r\n"
            .as_bytes(),
    );
    assert_eq!(import.format, Format::Csv);
    assert_eq!(
        columns(&import),
        [
            "title: text",
            "_id: text",
            "_createdDate: date",
            "_updatedDate: date",
            "_owner: text",
            "unitPrice: number",
            "inStock: boolean",
            "tags: json",
            "mainImage: text",
            "gallery: json",
            "category: text",
            "text: json",
            "born: text",
            "opens: text"
        ]
    );
    let days: Vec<_> = import
        .columns
        .iter()
        .filter(|column| column.is_days)
        .collect();
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].header, "Born");
    assert_eq!(
        read(import),
        [
            r#"2 {"title":"Chair, \"big\"","_id":"4b2d","_createdDate":{"$date":"2021-02-26T18:32:17.000Z"},"_updatedDate":{"$date":"2021-03-01T00:00:00.500Z"},"_owner":"own","unitPrice":12.5,"inStock":true,"tags":["wood","new"],"mainImage":"wix:image://v1/a.jpg/a.jpg#originWidth=1","gallery":[{"src":"x"}],"category":"c-1","text":{"nodes":[]},"born":"1999-12-31","opens":"16:45:00.000"}"#,
            r#"3 {"title":"two\nlines","_id":"5c3e","_createdDate":{"$date":"2021-02-26T18:32:18.000Z"},"unitPrice":-3,"inStock":false}"#,
        ]
    );
}

#[test]
fn what_a_number_or_date_would_change_stays_text() {
    let cases = [
        ("12", "number"),
        ("-0.5", "number"),
        ("0", "number"),
        ("0.10", "number"),
        ("007", "text"),
        ("+49123", "text"),
        ("1e5", "text"),
        ("1234567890123456", "text"),
        ("1,5", "text"),
        (".5", "text"),
        ("5.", "text"),
        ("-", "text"),
        ("NaN", "text"),
        ("Infinity", "text"),
        ("0x10", "text"),
        ("TRUE", "boolean"),
        ("yes", "text"),
        ("2024-01-31T23:59", "date"),
        ("2024-01-31T23:59:58.123+02:00", "date"),
        ("2024-01-31", "text"),
        ("01/31/2024 23:59", "text"),
        ("2024-02-30T00:00Z", "text"),
        ("{}", "json"),
        ("[1, 2]", "json"),
        ("[1", "text"),
        ("null", "text"),
        ("", "text"),
    ];
    for (cell, kind) in cases {
        let import = open(format!("a,b\n\"{cell}\",x\n\"\",y\n").as_bytes());
        assert_eq!(columns(&import)[0], format!("a: {kind}"), "{cell}");
    }
    // One cell decides, however late it comes.
    let mut table = "zip,n\n".to_owned() + &"12345,1\n".repeat(20_000);
    table += "01234,2\n";
    assert_eq!(columns(&open(table.as_bytes())), ["zip: text", "n: number"]);
}

#[test]
fn types_and_keys_can_be_said() {
    let table =
        "Price,When,Tags,Owner,No\n1,01/31/2024 23:59,\"\"\"a\"\"\",me,x\n2,2024-01-31,5,you,y\n";
    let said = overrides(
        &[("Tags", "labels"), ("Owner", "owner"), ("No", "")],
        &[
            ("price", Kind::Text),
            ("When", Kind::Date),
            ("labels", Kind::Json),
        ],
    );
    let import = file(table.as_bytes()).open(&said).unwrap();
    assert_eq!(import.unused, [""; 0]);
    assert_eq!(
        columns(&import),
        [
            "price: text",
            "when: date",
            "labels: json",
            "owner: text",
            ": text"
        ]
    );
    let wanted = [
        r#"2 {"price":"1","when":{"$date":"2024-01-31T23:59:00.000Z"},"labels":"a","owner":"me"}"#,
        r#"3 {"price":"2","when":{"$date":"2024-01-31T00:00:00.000Z"},"labels":5,"owner":"you"}"#,
    ];
    assert_eq!(read(import), wanted);
}

#[test]
fn what_was_said_of_no_column_is_told() {
    let said = overrides(&[("Nmae", "name")], &[("prize", Kind::Number)]);
    let import = file(b"Name,Price\nx,1\n").open(&said).unwrap();
    assert_eq!(import.unused, ["Nmae", "prize"]);
}

#[test]
fn every_column_has_a_key_of_its_own() {
    let import = open(b"Name,name,Name!,,??,_id,id\na,b,c,d,e,f,g\n");
    assert_eq!(
        columns(&import),
        [
            "name: text",
            "name2: text",
            "name3: text",
            "column4: text",
            "column5: text",
            "_id: text",
            "id: text"
        ]
    );
    let twice = file(b"ID,_id\n1,2\n").open(&Overrides::default());
    let error = twice.err().unwrap().to_string();
    assert!(error.contains("two columns are \"_id\""), "{error}");
    assert!(error.contains("--map '_id=KEY'"), "{error}");
}

#[test]
fn separators_are_found_out() {
    for separator in [',', ';', '\t'] {
        let table = format!("a{separator}\"b,;\t,;\t\"\n1{separator}2\n");
        assert_eq!(read(open(table.as_bytes())), ["2 {\"a\":1,\"b\":2}"]);
    }
    assert_eq!(read(open(b"alone\nx\n")), ["2 {\"alone\":\"x\"}"]);
}

#[test]
fn bad_rows_say_where_and_what_and_the_others_go_on() {
    let said = overrides(
        &[],
        &[
            ("n", Kind::Number),
            ("j", Kind::Json),
            ("d", Kind::Date),
            ("b", Kind::Boolean),
        ],
    );
    let table: &[u8] = b"n,j,d,b,t\n\
        1,,,,\n\
        x,,,,\n\
        ,{,,,\n\
        ,,2024-13-01,,\n\
        ,,,perhaps,\n\
        ,,,,\xff\n\
        1,2\n\
        1,2,,,x,y\n\
        1,2,,,x,,,\n\
        ,,,,\n\
        \n\
        9,,,,\n";
    let crlf = String::from_utf8_lossy(table).replace('\n', "\r\n");
    let import = file(table).open(&said).unwrap();
    let wanted = [
        "2 {\"n\":1}",
        "3: n: \"x\" is no number",
        "4: j: \"{\" is no JSON",
        "5: d: \"2024-13-01\" is no date (2024-01-31T23:59:58Z)",
        "6: b: \"perhaps\" is neither true nor false",
        "7: t: this is not UTF-8; save the file as UTF-8",
        "8: 2 cells; there are 5 headers",
        "9: 6 cells; there are 5 headers",
        "10 {\"n\":1,\"j\":2,\"t\":\"x\"}",
        "13 {\"n\":9}",
    ];
    assert_eq!(read(import), wanted);
    // The same lines, however they end.
    let found = read(file(crlf.as_bytes()).open(&said).unwrap());
    assert_eq!(found[..4], wanted[..4]);
    assert_eq!(found[found.len() - 4..], wanted[wanted.len() - 4..]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_no_endless_row() {
    let table = format!("a,b\n1,2\n3,\"{}", "x,y\n".repeat(DOCUMENT_BYTES_MAX / 2));
    let found = read(open(table.as_bytes()));
    assert_eq!(found[0], "2 {\"a\":1,\"b\":2}");
    assert_eq!(
        found[1..],
        ["3: a row of more than 4194304 bytes; is a quotation mark not closed? (the end)"]
    );
}

#[test]
fn a_table_without_rows_is_empty() {
    let import = open(b"a,b\n");
    assert_eq!(columns(&import), ["a: text", "b: text"]);
    assert_eq!(read(import), [""; 0]);
}
