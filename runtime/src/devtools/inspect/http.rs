//! One request per connection: its head, and the answer.

use std::io::{self, Read, Write};
use std::time::Instant;

use crate::devtools::view::pipe::{Pipe, is_late};

/// So many bytes a head may have.
const MOST_HEAD: usize = 8 << 10;

/// So many headers a head may have.
const MOST_HEADERS: usize = 64;

/// The head of a request.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) method: String,
    pub(super) path: String,
    /// With names in lower case.
    headers: Vec<(String, String)>,
    /// What came after it.
    pub(super) rest: Vec<u8>,
}

/// An answer that is no page: its status and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16, pub(super) &'static str);

/// What goes back.
pub(super) struct Response<'a> {
    pub(super) status: u16,
    pub(super) kind: &'a str,
    pub(super) body: &'a str,
}

impl Head {
    /// Reads a head before the deadline. Nothing, where nobody is there to be answered.
    pub(super) fn read(pipe: &mut Pipe, deadline: Instant) -> Option<Result<Self, Refusal>> {
        let mut bytes = Vec::new();
        loop {
            match Self::parse(&bytes) {
                Ok(None) => {}
                Ok(Some(head)) => return Some(Ok(head)),
                Err(refusal) => return Some(Err(refusal)),
            }
            let mut block = [0; 1024];
            match pipe.read(&mut block) {
                Ok(0) => return None,
                Ok(read) => bytes.extend_from_slice(&block[..read]),
                Err(error) if is_late(&error) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
            if Instant::now() >= deadline {
                return Some(Err(Refusal(408, "the request took too long")));
            }
        }
    }

    /// The head, if all of it is there.
    fn parse(bytes: &[u8]) -> Result<Option<Self>, Refusal> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let length = match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) if bytes.len() < MOST_HEAD => return Ok(None),
            Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Err(Refusal(431, "the head of the request is too large"));
            }
            Err(_) => return Err(Refusal(400, "the request is malformed")),
        };
        if length > MOST_HEAD {
            return Err(Refusal(431, "the head of the request is too large"));
        }
        let (Some(method), Some(path)) = (request.method, request.path) else {
            return Err(Refusal(400, "the request is malformed"));
        };
        if request.version != Some(1) {
            return Err(Refusal(505, "only HTTP/1.1 is spoken here"));
        }
        let mut named = Vec::new();
        for header in request.headers.iter() {
            let value = std::str::from_utf8(header.value);
            let value = value.map_err(|_| Refusal(400, "a header is not text"))?;
            named.push((header.name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: named,
            rest: bytes[length..].to_vec(),
        }))
    }

    /// The value of a header that may stand once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let mut values = self.all(name);
        let value = values.next();
        if values.next().is_some() {
            return Err(Refusal(400, "a header stands twice"));
        }
        Ok(value)
    }

    /// The values of a header.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }
}

impl Response<'_> {
    /// Sends it before the deadline, or gives up.
    pub(super) fn send(&self, pipe: &mut Pipe, policy: &str, deadline: Instant) {
        let Self { status, kind, body } = self;
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status} {reason}\r\n\
             Content-Type: {kind}\r\n\
             Content-Length: {length}\r\n\
             Content-Security-Policy: {policy}\r\n\
             X-Content-Type-Options: nosniff\r\n\
             X-Frame-Options: DENY\r\n\
             Referrer-Policy: no-referrer\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\n\
             Cache-Control: no-store\r\n\
             Connection: close\r\n\r\n{body}",
            reason = reason(*status),
        );
        send(pipe, text.as_bytes(), deadline);
    }
}

/// Sends bytes before the deadline; false if that cannot be done.
pub(super) fn send(pipe: &mut Pipe, mut bytes: &[u8], deadline: Instant) -> bool {
    while !bytes.is_empty() {
        match pipe.write(bytes) {
            Ok(0) => return false,
            Ok(written) => bytes = &bytes[written..],
            Err(error) if is_late(&error) && Instant::now() < deadline => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
    true
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Error",
    }
}
