package dev.tenon.samples.course;

import static dev.tenon.Tenon.maxPool2d;

import dev.tenon.nn.Layer;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;

/** A layer class of one's own: images {@code [n, 1, 28, 28]} to ten logits. Layers in its fields belong to it by the fields' names. */
final class DigitNet extends Layer {
    private final Conv2d conv1 = new Conv2d(1, 8, c -> c.kernel(3).padding(1));
    private final Conv2d conv2 = new Conv2d(8, 16, c -> c.kernel(3).padding(1));
    private final Linear fc1 = new Linear(16 * 7 * 7, 64);
    private final Linear fc2 = new Linear(64, 10);

    @Override
    public Tensor forward(Tensor images) {
        var x = maxPool2d(conv1.call(images).relu(), 2);
        x = maxPool2d(conv2.call(x).relu(), 2);
        return fc2.call(fc1.call(x.flatten(1)).relu());
    }
}
