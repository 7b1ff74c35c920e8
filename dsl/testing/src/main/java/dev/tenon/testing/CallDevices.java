package dev.tenon.testing;

import dev.tenon.core.Device;
import dev.tenon.core.MissingKernelException;

/** An operator on the tested GPU, at one sample. */
final class CallDevices {
    private final Call call;

    CallDevices(Call call) {
        this.call = call;
    }

    void devices() {
        if (!TestedGpu.isAvailable()) {
            return;
        }
        var there = call.each(tensor -> TestedGpu.placed(tensor.detach(), TestedGpu.device()).requiresGrad_(tensor.requiresGrad()));
        try {
            var found = there.plain().results();
            for (var result : found) {
                Expect.that(call.tensors().isEmpty() || result.device().kind() == Device.Kind.GPU,
                    "a result of the GPU is on " + result.device());
            }
            Results.same("on the GPU it", found, call.plain().results(), 10);
            Results.same("on the GPU the gradient", CallGradients.of(there, false), CallGradients.of(call, false), 10);
        } catch (MissingKernelException e) {
            // Which says so itself, with the reason that the entry gives.
            return;
        }
    }
}
