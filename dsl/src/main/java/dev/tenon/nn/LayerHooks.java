package dev.tenon.nn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The hooks of one layer. */
final class LayerHooks {
    private final List<ForwardPreHook> before = new CopyOnWriteArrayList<>();
    private final List<ForwardHook> after = new CopyOnWriteArrayList<>();
    private final List<BackwardPreHook> beforeBackward = new CopyOnWriteArrayList<>();
    private final List<BackwardHook> backward = new CopyOnWriteArrayList<>();
    private final Runnable whenEmpty;

    /** @param whenEmpty called when the last hook is removed */
    LayerHooks(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
    }

    List<ForwardPreHook> before() {
        return before;
    }

    List<ForwardHook> after() {
        return after;
    }

    List<BackwardPreHook> beforeBackward() {
        return beforeBackward;
    }

    List<BackwardHook> backward() {
        return backward;
    }

    <H> HookHandle add(Function<LayerHooks, List<H>> kind, H hook) {
        kind.apply(this).add(hook);
        return new HookHandle(() -> {
            kind.apply(this).remove(hook);
            if (before.isEmpty() && after.isEmpty() && beforeBackward.isEmpty() && backward.isEmpty()) {
                whenEmpty.run();
            }
        });
    }
}
