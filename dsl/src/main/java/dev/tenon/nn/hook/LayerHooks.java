package dev.tenon.nn.hook;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hooks of one layer, in the order in which they were added. */
public final class LayerHooks {
    private final List<ForwardPreHook> before = new CopyOnWriteArrayList<>();
    private final List<ForwardHook> after = new CopyOnWriteArrayList<>();
    private final List<BackwardPreHook> beforeBackward = new CopyOnWriteArrayList<>();
    private final List<BackwardHook> backward = new CopyOnWriteArrayList<>();
    private final Runnable whenEmpty;

    /** @param whenEmpty called when the last hook is removed */
    public LayerHooks(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
    }

    public List<ForwardPreHook> before() {
        return before;
    }

    public List<ForwardHook> after() {
        return after;
    }

    public List<BackwardPreHook> beforeBackward() {
        return beforeBackward;
    }

    public List<BackwardHook> backward() {
        return backward;
    }

    /** Whether backward passes must be watched. */
    public boolean watchBackward() {
        return !backward.isEmpty() || !beforeBackward.isEmpty();
    }

    /**
     * Adds a hook to one of these lists.
     *
     * @return what takes it away again
     */
    public <H> HookHandle add(List<H> kind, H hook) {
        kind.add(hook);
        return new HookHandle(() -> {
            kind.remove(hook);
            if (before.isEmpty() && after.isEmpty() && !watchBackward()) {
                whenEmpty.run();
            }
        });
    }
}
