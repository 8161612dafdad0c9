//! The peer z3: installed into a folder of its own below `target`, asked by
//! `z3_peer.py`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Answered;

/// Where the Python files of this folder are.
fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

/// Makes z3 ready below a folder, and gives the Python that knows it; or says why it cannot be asked.
pub(crate) fn prepare(below: &Path) -> Result<PathBuf, String> {
    let folder = below.join("peers").join("venv");
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = folder.join(bin).join("python");
    let knows_z3 = || quietly(Command::new(&python).args(["-c", "import z3"]));
    if knows_z3() {
        return Ok(python);
    }
    if !quietly(Command::new("python3").args(["-m", "venv"]).arg(&folder)) {
        return Err("there is no python3 here that can make a virtual environment".to_string());
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(here().join("requirements.txt"));
    if quietly(&mut pip) && knows_z3() {
        Ok(python)
    } else {
        Err("pip could not install z3-solver".to_string())
    }
}

fn quietly(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Asks z3 the questions about a pathway that was written as JSON.
pub(crate) fn ask(
    python: &Path,
    json: &Path,
    today: &str,
    limit: Duration,
) -> Result<Answered, String> {
    let answer = json.with_extension("z3.json");
    let _ = fs::remove_file(&answer);
    // It leaves nothing beside its files (`-B`).
    let mut child = Command::new(python)
        .arg("-B")
        .arg(here().join("z3_peer.py"))
        .arg(json)
        .arg(&answer)
        .args([today, &limit.as_secs_f64().to_string()])
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    // It keeps its own time; this is for the case that it cannot, or that its reading takes for ever.
    let patience = Instant::now() + limit * 3 + Duration::from_secs(60);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break,
            Ok(Some(status)) => return Err(format!("it ended with {status}")),
            Ok(None) if Instant::now() < patience => std::thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("it had to be stopped".to_string());
            }
            Err(error) => return Err(error.to_string()),
        }
    }
    let text = fs::read_to_string(&answer).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
