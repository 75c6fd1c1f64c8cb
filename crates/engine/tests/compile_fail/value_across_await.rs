use velodrome_engine::{RunLoop, Vm, VmOptions};

async fn other() {}

fn main() {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    let _future = vm.enter(|scope| async move {
        let value = scope.string("text");
        other().await;
        value.kind()
    });
}
