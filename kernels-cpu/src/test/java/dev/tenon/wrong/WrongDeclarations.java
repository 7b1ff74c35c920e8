package dev.tenon.wrong;

import static dev.tenon.Tenon.*;

import java.util.List;

/** Networks that cannot be built; found while they are declared, before anything is allocated. */
final class WrongDeclarations {
    private WrongDeclarations() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        calls.add("linear", "declared without features", () -> sequential(features(4), s -> s.linear(0)))
            .add("linear", "declared with a negative number of features", () -> sequential(features(4), s -> s.linear(-1)))
            .add("conv2d", "declared on a vector", () -> sequential(features(4), s -> s.conv2d(8, 3)))
            .add("conv2d", "declared without a kernel", () -> sequential(image(1, 4, 4), s -> s.conv2d(8, c -> c)))
            .add("conv2d", "declared with a kernel larger than the image", () -> sequential(image(1, 4, 4), s -> s.conv2d(8, 7)))
            .add("conv2d", "declared with a stride of 0", () -> sequential(image(1, 4, 4), s -> s.conv2d(8, c -> c.kernel(3).stride(0))))
            .add("conv2d", "declared with 3 groups of 1 channel",
                () -> sequential(image(1, 4, 4), s -> s.conv2d(9, c -> c.kernel(3).groups(3))))
            .add("conv1d", "declared on an image", () -> sequential(image(1, 4, 4), s -> s.conv1d(8, 3)))
            .add("maxPool2d", "declared with a window larger than the image", () -> sequential(image(1, 4, 4), s -> s.maxPool2d(5)))
            .add("maxPool2d", "declared on a vector", () -> sequential(features(4), s -> s.maxPool2d(2)))
            .add("avgPool2d", "declared on a vector", () -> sequential(features(4), s -> s.avgPool2d(2)))
            .add("dropout", "declared with a probability of 2", () -> sequential(features(4), s -> s.dropout(2)))
            .add("embedding", "declared on floating input", () -> sequential(features(4), s -> s.embedding(10, 3)))
            .add("residual", "a body that changes the shape", () -> sequential(features(4), s -> s.residual(b -> b.linear(8))))
            .add("repeat", "fewer than no times", () -> sequential(features(4), s -> s.repeat(-1, b -> b.linear(4))))
            .add("named", "one name twice", () -> sequential(features(4), s -> s.named("a").linear(4).named("a").linear(4)))
            .add("features", "none", () -> features(0));
        return calls.list();
    }
}
