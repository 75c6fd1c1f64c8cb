use velodrome_engine::{RunLoop, Vm, VmOptions};

fn main() {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    let mut outside = None;
    let _ = vm.enter(|scope| outside = Some(scope.object()));
    drop(outside);
}
