//! Three computeds in a circle, in three modules.
//!
//! The smallest id tells of the cycle; by default it follows from the name of the crate, which here is a
//! number.


mod one {
    #[computed(id = "first", deps = [crate::two::SECOND])]
    pub fn first(second: u32) -> u32 {
        second
    }
    use atomata::computed;
}

mod two {
    #[computed(id = "second", deps = [crate::three::THIRD])]
    pub fn second(third: u32) -> u32 {
        third
    }
    use atomata::computed;
}

mod three {
    #[computed(id = "third", deps = [crate::one::FIRST])]
    pub fn third(first: u32) -> u32 {
        first
    }
    use atomata::computed;
}

fn main() {}
