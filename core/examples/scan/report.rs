//! Writing findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::args::{Args, Format};
use crate::input::Found;

/// Writes findings as they come, in the order of the files.
pub(crate) struct Report<W> {
    format: Format,
    out: W,
    findings: usize,
    path: String,
    /// What to do, by rule.
    remediation: BTreeMap<String, String>,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(args: &Args, out: W) -> Self {
        Self {
            format: args.format,
            out,
            findings: 0,
            path: String::new(),
            remediation: BTreeMap::new(),
        }
    }

    /// Writes the findings of one file.
    pub(crate) fn write(&mut self, found: &[Found]) -> io::Result<()> {
        for finding in found {
            self.findings += 1;
            match self.format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut self.out, &finding.json)?;
                    writeln!(self.out)?;
                }
                Format::Text => self.text(finding)?,
            }
        }
        Ok(())
    }

    fn text(&mut self, finding: &Found) -> io::Result<()> {
        if self.path != finding.path {
            self.path.clone_from(&finding.path);
            writeln!(self.out, "\n{}", self.path)?;
        }
        let (rule, advice) = &finding.remediation;
        let confidence = &finding.json["confidence"];
        writeln!(
            self.out,
            "  {}:{}:{}  {rule}  {}  {confidence} %  {}",
            self.path, finding.line, finding.column, finding.masked, finding.reasons
        )?;
        self.remediation.entry(rule.clone()).or_insert_with(|| advice.clone());
        Ok(())
    }

    /// Writes what comes last, and says how many findings there were.
    pub(crate) fn finish(mut self) -> io::Result<usize> {
        if !self.remediation.is_empty() {
            writeln!(self.out, "\nWhat to do")?;
        }
        for (rule, advice) in self.remediation.iter().filter(|(_, advice)| !advice.is_empty()) {
            writeln!(self.out, "  {rule}: {advice}")?;
        }
        self.out.flush()?;
        Ok(self.findings)
    }
}
