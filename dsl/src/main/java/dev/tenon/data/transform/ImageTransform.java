package dev.tenon.data.transform;

import dev.tenon.data.Sample;
import dev.tenon.data.SampleTransform;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;

/** A change of a picture; of a sample it changes the first input. Random numbers must come from {@code random}. */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // nobody casts a lambda of pictures to one of samples
public interface ImageTransform extends SampleTransform {
    Pixels change(Pixels image, Generator random);

    /** A picture {@code [c, h, w]}, changed. */
    default Tensor on(Tensor image, Generator random) {
        return change(Pixels.of(image), random).tensor();
    }

    @Override
    default Sample apply(Sample sample, Generator random) {
        return sample.withX(on(sample.x(), random));
    }
}
