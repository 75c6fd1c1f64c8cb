use velodrome_engine::{RunLoop, Vm, VmOptions};

fn main() {
    let run_loop = RunLoop::for_this_thread();
    let one = Vm::new(&run_loop, VmOptions::default());
    let two = Vm::new(&run_loop, VmOptions::default());
    let _ = one.enter(|first| {
        let value = first.object();
        let _ = two.enter(|second| second.object().set("x", value).is_ok());
    });
}
