package dev.tenon.data.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.io.Idx;
import dev.tenon.tensor.Creation;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTwoImages() {
        Idx.write(folder.resolve("train-images-idx3-ubyte.gz"),
            Creation.of(new int[] {0, 51, 102, 255, 1, 2, 3, 4}, DType.UINT8, Device.CPU, 2, 2, 2));
        Idx.write(folder.resolve("train-labels-idx1-ubyte"), Creation.of(new int[] {7, 200}, DType.UINT8, Device.CPU, 2));
    }

    @Test
    void pixelsBecomeGreyBetweenZeroAndOne() {
        var batch = new Mnist(folder).train().batch(new long[] {1, 0});
        assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 1, 2, 2));
        assertThat(batch.x().toFloatArray()).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 0, 0.2f, 0.4f, 1);
        assertThat(batch.y().dtype()).isEqualTo(DType.INT64);
        assertThat(batch.y().toLongArray()).containsExactly(200, 7);
    }

    @Test
    void missingFilesAreNamed() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Mnist(folder).test())
            .withMessageContaining("t10k-images-idx3-ubyte.gz")
            .withMessageContaining(folder.toString());
    }

    @Test
    void countsThatDifferAreRefused() {
        Idx.write(folder.resolve("train-labels-idx1-ubyte"), Creation.of(new int[] {7}, DType.UINT8, Device.CPU, 1));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Mnist(folder).train())
            .withMessageContaining("1 labels for 2 images");
    }

    @Test
    void filesOfAnotherKindAreRefused() {
        Idx.write(folder.resolve("train-labels-idx1-ubyte"), Creation.of(new int[] {7, 1}, DType.INT32, Device.CPU, 2));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Mnist(folder).train())
            .withMessageContaining("labels [n] of uint8");
    }

    @Test
    void aSampleOutOfRangeIsRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Mnist(folder).train().batch(new long[] {2}))
            .withMessageContaining("sample 2");
    }
}
