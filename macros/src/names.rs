//! How generated names follow from the user's.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

/// The text of an identifier without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The handle of a function: its name in `SCREAMING_SNAKE_CASE`, at the same place.
pub(crate) fn screaming(ident: &Ident) -> Ident {
    let upper = plain(ident).to_uppercase();
    // A few letters have no upper case that may stand in a name.
    let mut handle = syn::parse_str(&upper).unwrap_or_else(|_| ident.clone());
    handle.set_span(ident.span());
    handle
}

/// A name that none of the user's tokens uses: `wanted`, with underscores appended as needed.
///
/// Items are not hygienic, so a generated `CartFields` would capture a type of that name in a field
/// of the user's.
pub(crate) fn fresh(wanted: &str, among: &impl ToTokens, span: Span) -> Ident {
    let tokens = among.to_token_stream();
    let mut name = wanted.to_owned();
    while mentions(&tokens, &name) {
        name.push('_');
    }
    Ident::new(&name, span)
}

/// True if an identifier of this text occurs in the tokens.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Tokens as text, with spaces only behind commas and where two words would meet, so that equal
/// tokens are equal texts.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    let mut out = String::new();
    write(tokens.to_token_stream(), &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                part(open, out);
                write(group.stream(), out);
                out.push_str(close);
            }
            TokenTree::Ident(ident) => part(&plain(&ident), out),
            TokenTree::Literal(literal) => part(&literal.to_string(), out),
            TokenTree::Punct(punct) => part(punct.as_char().encode_utf8(&mut [0; 4]), out),
        }
    }
}

fn part(next: &str, out: &mut String) {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '"');
    let meets = |last: char| match last {
        ',' => true,
        ')' | ']' | '}' => next.starts_with(char::is_alphanumeric),
        last => is_word(last) && next.starts_with(is_word),
    };
    if out.chars().next_back().is_some_and(meets) {
        out.push(' ');
    }
    out.push_str(next);
}

/// The name of the item that an explicit id defines, so that a second one of the same id in the same
/// module fails with a name that says why.
pub(crate) fn guard_of_id(id: &str, span: Span) -> Ident {
    let mut name = "__two_nodes_have_the_id_".to_owned();
    for letter in id.chars() {
        match letter {
            '.' => name.push_str("_dot_"),
            '-' => name.push_str("_dash_"),
            ':' => name.push_str("_colon_"),
            '/' => name.push_str("_slash_"),
            letter if letter.is_ascii_alphanumeric() || letter == '_' => name.push(letter),
            letter => {
                name.push_str("_u");
                name.push_str(&u32::from(letter).to_string());
                name.push('_');
            }
        }
    }
    Ident::new(&name, span)
}

/// One of serde's rules for the names of fields, applied to a name in `snake_case`.
pub(crate) fn renamed(rule: &str, field: &str) -> String {
    let words = || field.split('_').filter(|word| !word.is_empty());
    let pascal = || words().map(capitalized).collect::<String>();
    match rule {
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "PascalCase" => pascal(),
        "camelCase" => {
            let pascal = pascal();
            let mut letters = pascal.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_ascii_lowercase().to_string() + letters.as_str()
            })
        }
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        // `lowercase` and `snake_case` leave a field as it is, and serde reports an unknown rule.
        _ => field.to_owned(),
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{fresh, guard_of_id, plain, renamed, screaming, text};
    use proc_macro2::Span;
    use quote::{format_ident, quote};

    #[test]
    fn a_raw_identifier_is_named_without_its_prefix() {
        assert_eq!(plain(&format_ident!("r#type")), "type");
        assert_eq!(screaming(&format_ident!("r#type")), "TYPE");
        assert_eq!(screaming(&format_ident!("open_items")), "OPEN_ITEMS");
    }

    #[test]
    fn a_fresh_name_avoids_those_of_the_user() {
        let user = quote!(pub x: Vec<(P, CartFields)>);
        assert_eq!(fresh("P", &user, Span::call_site()), "P_");
        assert_eq!(fresh("CartFields", &user, Span::call_site()), "CartFields_");
        assert_eq!(fresh("CartMut", &user, Span::call_site()), "CartMut");
    }

    #[test]
    fn text_has_spaces_behind_commas_and_between_words() {
        assert_eq!(text(&quote!(CELL(x, y + 1, r#type as u8))), "CELL(x, y+1, type as u8)");
        assert_eq!(text(&quote!((x) as u8)), "(x) as u8");
        assert_eq!(text(&quote!(a::b(&'static str,).0)), "a::b(&'static str,).0");
        assert_eq!(text(&quote!(HashMap<String, [u8; 2]>)), "HashMap<String, [u8;2]>");
        assert_ne!(text(&quote!(xas u8)), text(&quote!(x as u8)));
        assert_ne!(text(&quote!("a" b)), text(&quote!("ab")));
    }

    #[test]
    fn the_guard_of_an_id_spells_it() {
        let guard = |id| guard_of_id(id, Span::call_site()).to_string();
        assert_eq!(guard("cart_v1"), "__two_nodes_have_the_id_cart_v1");
        assert_ne!(guard("a.b"), guard("a-b"));
        assert_ne!(guard("é"), guard("è"));
    }

    #[test]
    fn serde_rules_rename_fields() {
        assert_eq!(renamed("camelCase", "open_items"), "openItems");
        assert_eq!(renamed("PascalCase", "open_items"), "OpenItems");
        assert_eq!(renamed("SCREAMING_SNAKE_CASE", "open_items"), "OPEN_ITEMS");
        assert_eq!(renamed("kebab-case", "open_items"), "open-items");
        assert_eq!(renamed("SCREAMING-KEBAB-CASE", "open_items"), "OPEN-ITEMS");
        assert_eq!(renamed("lowercase", "open_items"), "open_items");
        assert_eq!(renamed("nonsense", "open_items"), "open_items");
    }
}
