//! Three computeds in a circle, in three modules.


mod one {
    #[computed(deps = [crate::two::SECOND])]
    pub fn first(second: u32) -> u32 {
        second
    }
    use atomata::computed;
}

mod two {
    #[computed(deps = [crate::three::THIRD])]
    pub fn second(third: u32) -> u32 {
        third
    }
    use atomata::computed;
}

mod three {
    #[computed(deps = [crate::one::FIRST])]
    pub fn third(first: u32) -> u32 {
        first
    }
    use atomata::computed;
}

fn main() {}
