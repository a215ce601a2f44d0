//! Writes the declarations of the larger shapes: in a compiled graph a macro could not.
#![forbid(unsafe_code)]

use std::fmt::{Result, Write as _};
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut out = String::new();
    chain(&mut out)
        .and_then(|()| broad(&mut out))
        .and_then(|()| many(&mut out))
        .expect("a string can be written");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where")).join("graphs.rs");
    fs::write(target, out).expect("the shapes can be written");
}

fn chain(out: &mut String) -> Result {
    writeln!(out, "/// A chain of fifty.\n#[atomata::atoms]\npub mod chain {{")?;
    writeln!(out, "use atomata::{{ReadHandle, atom, computed}};")?;
    writeln!(out, "/// Where the chain begins.\n#[atom]\npub static HEAD: i64 = 0;")?;
    for step in 1..=50 {
        let before = if step == 1 { "HEAD".to_owned() } else { format!("STEP{:02}", step - 1) };
        writeln!(
            out,
            "#[computed(deps = [{before}])]\nfn step{step:02}(x: i64) -> i64 {{ x + 1 }}"
        )?;
    }
    writeln!(
        out,
        "/// Where the chain ends.\npub fn end() -> ReadHandle<i64> {{ STEP50.erase() }}\n}}"
    )
}

fn broad(out: &mut String) -> Result {
    writeln!(out, "/// One atom, and fifty times two computeds in a row.\n#[atomata::atoms]")?;
    writeln!(out, "pub mod broad {{\nuse atomata::{{ReadHandle, atom, computed}};")?;
    writeln!(out, "/// The root.\n#[atom]\npub static HEAD: i64 = 0;")?;
    for arm in 0..50 {
        writeln!(
            out,
            "#[computed(deps = [HEAD])]\nfn near{arm:02}(x: i64) -> i64 {{ crate::shape::sum(x, {arm}) }}"
        )?;
        writeln!(
            out,
            "#[computed(deps = [NEAR{arm:02}])]\nfn far{arm:02}(x: i64) -> i64 {{ x + 1 }}"
        )?;
    }
    writeln!(out, "/// The ends of all arms.\npub fn ends() -> Vec<ReadHandle<i64>> {{\nvec![")?;
    for arm in 0..50 {
        writeln!(out, "FAR{arm:02}.erase(),")?;
    }
    writeln!(out, "]\n}}\n}}")
}

fn many(out: &mut String) -> Result {
    writeln!(out, "/// Two hundred atoms.\n#[atomata::atoms]\npub mod many {{")?;
    writeln!(out, "use atomata::{{Handle, atom}};")?;
    for atom in 0..200 {
        writeln!(out, "#[atom]\nstatic ATOM{atom:03}: i64 = {atom};")?;
    }
    write!(out, "/// All of them.\npub fn all() -> Vec<Handle<i64>> {{\nvec![")?;
    for atom in 0..200 {
        write!(out, "ATOM{atom:03}.erase(), ")?;
    }
    writeln!(out, "]\n}}\n}}")
}
