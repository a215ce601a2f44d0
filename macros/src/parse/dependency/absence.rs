//! Whether a key may be absent: whether a `?` in it leaves the key.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Block, Expr, Stmt};

/// True if a `?` stands in the expression, but not in a closure or a block that is left alone by it.
pub(super) fn possible(expression: &Expr) -> bool {
    let maybe = |expression: &Option<Box<Expr>>| expression.as_deref().is_some_and(possible);
    match expression {
        Expr::Try(_) => true,
        Expr::Array(it) => it.elems.iter().any(possible),
        Expr::Assign(it) => possible(&it.left) || possible(&it.right),
        Expr::Await(it) => possible(&it.base),
        Expr::Binary(it) => possible(&it.left) || possible(&it.right),
        Expr::Block(it) => in_block(&it.block),
        Expr::Break(it) => maybe(&it.expr),
        Expr::Call(it) => possible(&it.func) || it.args.iter().any(possible),
        Expr::Cast(it) => possible(&it.expr),
        Expr::Field(it) => possible(&it.base),
        Expr::ForLoop(it) => possible(&it.expr) || in_block(&it.body),
        Expr::Group(it) => possible(&it.expr),
        Expr::If(it) => {
            let otherwise = it.else_branch.as_ref().is_some_and(|(_, branch)| possible(branch));
            possible(&it.cond) || in_block(&it.then_branch) || otherwise
        }
        Expr::Index(it) => possible(&it.expr) || possible(&it.index),
        Expr::Let(it) => possible(&it.expr),
        Expr::Loop(it) => in_block(&it.body),
        Expr::Macro(it) => in_tokens(it.mac.tokens.clone()),
        Expr::Match(it) => possible(&it.expr) || it.arms.iter().any(|arm| possible(&arm.body)),
        Expr::MethodCall(it) => possible(&it.receiver) || it.args.iter().any(possible),
        Expr::Paren(it) => possible(&it.expr),
        Expr::Range(it) => maybe(&it.start) || maybe(&it.end),
        Expr::RawAddr(it) => possible(&it.expr),
        Expr::Reference(it) => possible(&it.expr),
        Expr::Repeat(it) => possible(&it.expr),
        Expr::Return(it) => maybe(&it.expr),
        Expr::Struct(it) => it.fields.iter().any(|field| possible(&field.expr)) || maybe(&it.rest),
        Expr::Tuple(it) => it.elems.iter().any(possible),
        Expr::Unary(it) => possible(&it.expr),
        Expr::Unsafe(it) => in_block(&it.block),
        Expr::While(it) => possible(&it.cond) || in_block(&it.body),
        // Closures and the blocks that a `?` does not leave; literals and names.
        _ => false,
    }
}

fn in_block(block: &Block) -> bool {
    block.stmts.iter().any(|statement| match statement {
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| {
            possible(&init.expr) || init.diverge.as_ref().is_some_and(|(_, it)| possible(it))
        }),
        Stmt::Expr(expression, _) => possible(expression),
        Stmt::Macro(statement) => in_tokens(statement.mac.tokens.clone()),
        Stmt::Item(_) => false,
    })
}

/// What a macro makes of its tokens is not known; a `?` in them is most likely an operator.
fn in_tokens(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Group(group) => in_tokens(group.stream()),
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::possible;
    use syn::{Expr, parse_quote};

    #[test]
    fn a_question_mark_that_leaves_the_key_makes_it_absent() {
        let keys: [Expr; 9] = [
            parse_quote!(x?),
            parse_quote!(layer.checked_sub(1)?),
            parse_quote!(f(a, &[b?])),
            parse_quote!((x? + 1) as u8),
            parse_quote!(Key { a, b: b?.c }),
            parse_quote!({
                let x = y?;
                x
            }),
            parse_quote!(if a { b? } else { c }),
            parse_quote!(match a {
                Some(b) => b,
                None => c?,
            }),
            parse_quote!(max!(x?, y)),
        ];
        for key in &keys {
            assert!(possible(key), "{}", crate::names::text(key));
        }
    }

    #[test]
    fn a_question_mark_in_a_closure_does_not() {
        let keys: [Expr; 5] = [
            parse_quote!(x),
            parse_quote!(list.iter().find_map(|it| it.a?.b)),
            parse_quote!(f(|| x?, 1)),
            parse_quote!(x + max!(1, 2)),
            parse_quote!({
                fn f() -> Option<u8> {
                    None?
                }
                f().is_some()
            }),
        ];
        for key in &keys {
            assert!(!possible(key), "{}", crate::names::text(key));
        }
    }
}
