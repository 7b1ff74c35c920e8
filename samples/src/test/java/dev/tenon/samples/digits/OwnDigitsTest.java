package dev.tenon.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDigitsTest {
    @TempDir
    private Path folder;

    @Test
    void theFilesAreIdx() throws IOException {
        OwnDigits.write(folder, 1, 300, 700);
        var images = Files.readAllBytes(folder.resolve("t10k-images-idx3-ubyte"));
        var labels = Files.readAllBytes(folder.resolve("t10k-labels-idx1-ubyte"));
        assertThat(images).startsWith(0, 0, 8, 3, 0, 0, 700 >> 8, (byte) 700, 0, 0, 0, 28, 0, 0, 0, 28)
            .hasSize(16 + 700 * 28 * 28);
        assertThat(labels).startsWith(0, 0, 8, 1).hasSize(8 + 700);
    }

    @Test
    void aSeedDrawsTheSameDigits() {
        assertThat(new Pen(new SplittableRandom(7)).write(3)).isEqualTo(new Pen(new SplittableRandom(7)).write(3));
        assertThat(new Pen(new SplittableRandom(7)).write(3)).isNotEqualTo(new Pen(new SplittableRandom(8)).write(3));
    }

    @Test
    void inkIsInTheMiddleAndNotAtTheEdge() {
        for (int digit = 0; digit < 10; digit++) {
            var image = new Pen(new SplittableRandom(digit)).write(digit);
            long dark = 0;
            for (byte brightness : image) {
                dark += (brightness & 0xFF) > 128 ? 1 : 0;
            }
            assertThat(dark).as("bright pixels of digit %d", digit).isBetween(20L, 300L);
        }
    }
}
