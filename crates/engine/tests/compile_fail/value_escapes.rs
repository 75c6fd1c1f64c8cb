use velodrome_engine::{RunLoop, Vm, VmOptions};

fn main() {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    let _escaped = vm.enter(|scope| scope.string("text"));
}
