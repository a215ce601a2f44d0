//! Takes the terminal, and gives it back however the program ends.

use std::io;

use ratatui::DefaultTerminal;

use super::draw::draw;
use crate::sysmon::view::View;

/// The terminal, taken until this is dropped or the program panics.
#[derive(Debug)]
pub struct Screen {
    terminal: DefaultTerminal,
}

impl Screen {
    /// Takes the terminal: the alternate screen, keys unechoed, and a panic hook that gives it back
    /// before the message is printed.
    ///
    /// # Errors
    /// If it cannot be taken.
    pub fn take() -> io::Result<Self> {
        Ok(Self { terminal: ratatui::try_init()? })
    }

    /// Draws, and returns how many rows of the process table there was room for.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn show(&mut self, view: &View) -> io::Result<usize> {
        let mut rows = 0;
        self.terminal.draw(|frame| rows = draw(frame, view))?;
        Ok(rows)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        ratatui::restore();
    }
}
