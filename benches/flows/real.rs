//! The flows of this repository that people wrote, as inputs like the others. Nobody planted anything in them.

use std::fs;
use std::path::Path;

use super::Input;

/// Each by the name it has here, and where it lies.
pub(super) const FLOWS: [(&str, &str); 8] = [
    ("real-example", "flows/example.flow"),
    ("real-thurrock", "flows/thurrock/parents_in_conflict.flow"),
    (
        "real-tower-hamlets",
        "flows/tower-hamlets/parental_conflict.flow",
    ),
    ("case-ages", "tests/cases/flows/ages.flow"),
    ("case-attendance", "tests/cases/flows/attendance.flow"),
    (
        "case-parental-leave",
        "tests/cases/flows/parental_leave.flow",
    ),
    (
        "case-private-fostering",
        "tests/cases/flows/private_fostering.flow",
    ),
    ("case-rights-table", "tests/cases/flows/rights_table.flow"),
];

/// A flow with the lists of answers beside it. One that cannot be read is empty, and so not compiled.
pub(super) fn flow(path: &str) -> Input {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut it = Input {
        text: fs::read_to_string(&path).unwrap_or_default(),
        ..Input::default()
    };
    let beside = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    for entry in beside.into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            it.files.push((name, text));
        }
    }
    it.files.sort();
    it
}
