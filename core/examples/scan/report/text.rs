//! For people: findings by file, then what to do about them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use keysieve::{Rule, Severity};

use super::Report;
use crate::found::Found;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) struct Text<W> {
    out: W,
    findings: usize,
    files: usize,
    /// By rule.
    advice: BTreeMap<String, Advice>,
}

/// What to do about a leak.
struct Advice {
    name: String,
    steps: Vec<String>,
    url: String,
}

impl<W: Write> Text<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, findings: 0, files: 0, advice: BTreeMap::new() }
    }

    fn finding(&mut self, found: &Found<'_>) -> io::Result<()> {
        let finding = found.finding;
        let rule = finding.rule();
        let color = severity_style(rule.severity());
        let path = found.path.escape_debug();
        let record = found.record.map(|record| format!("#{record}")).unwrap_or_default();
        let place = format!("{path}{record}:{}:{}", found.start.line, found.start.column);
        let facts: Vec<String> =
            found.facts.iter().map(|(name, fact)| format!("{name} {}", plain(fact))).collect();
        let shown = found.secret.as_ref().map(|secret| secret.escape_debug().to_string());
        let shown = shown.as_ref().unwrap_or(&found.masked);
        writeln!(
            self.out,
            "{place}  {BOLD}{}{BOLD:#}  {color}{}{color:#}, {} % sure",
            rule.name(),
            rule.severity().as_str(),
            finding.confidence(),
        )?;
        write!(self.out, "    {shown}  {DIM}{}: {}", rule.id(), finding.evidence())?;
        if !facts.is_empty() {
            write!(self.out, "; {}", facts.join(", "))?;
        }
        if !found.layers.is_empty() {
            let layers: Vec<&str> = found.layers.iter().map(|layer| layer.as_str()).collect();
            write!(self.out, "; encoded: {}", layers.join(", "))?;
        }
        writeln!(self.out, "{DIM:#}")?;
        self.advice.entry(rule.id().to_owned()).or_insert_with(|| advice(rule));
        Ok(())
    }
}

impl<W: Write> Report for Text<W> {
    fn findings(&mut self, found: &[Found<'_>]) -> io::Result<()> {
        if found.is_empty() {
            return Ok(());
        }
        self.findings += found.len();
        self.files += 1;
        for found in found {
            self.finding(found)?;
        }
        writeln!(self.out)
    }

    fn finish(&mut self, _errors: &[String]) -> io::Result<()> {
        if self.findings > 0 {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let (findings, files) = (self.findings, self.files);
            writeln!(
                self.out,
                "{BOLD}{findings} finding{} in {files} file{}. What to do:{BOLD:#}",
                plural(findings),
                plural(files)
            )?;
        }
        for Advice { name, steps, url } in self.advice.values() {
            match steps.as_slice() {
                [step] => writeln!(self.out, "  {name}: {step}")?,
                steps => {
                    writeln!(self.out, "  {name}:")?;
                    for (number, step) in (1..).zip(steps) {
                        writeln!(self.out, "    {number}. {step}")?;
                    }
                }
            }
            if !url.is_empty() {
                writeln!(self.out, "    {DIM}{url}{DIM:#}")?;
            }
        }
        self.out.flush()
    }
}

fn advice(rule: &Rule) -> Advice {
    Advice {
        name: rule.name().to_owned(),
        steps: rule.remediation_steps().map(str::to_owned).collect(),
        url: rule.remediation_url().to_owned(),
    }
}

fn plain(fact: &serde_json::Value) -> String {
    fact.as_str().unwrap_or_default().escape_debug().to_string()
}

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Critical | Severity::High => AnsiColor::Red,
        Severity::Medium => AnsiColor::Yellow,
        _ => AnsiColor::Blue,
    };
    color.on_default().effects(match severity {
        Severity::Critical => anstyle::Effects::BOLD,
        _ => anstyle::Effects::new(),
    })
}
