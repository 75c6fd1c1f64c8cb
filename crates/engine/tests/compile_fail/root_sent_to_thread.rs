use velodrome_engine::{RunLoop, Vm, VmOptions};

fn main() {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    let root = vm.enter(|scope| scope.root(scope.null())).unwrap();
    std::thread::spawn(move || drop(root));
}
