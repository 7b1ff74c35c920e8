package dev.tenon.samples.cifar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResnetCifarTest {
    private static final int RECORD = 1 + 3 * 32 * 32;

    @TempDir
    private Path folder;

    @Test
    void shapesAreToldApart() {
        assertThat(CommandRun.of("resnet-cifar", "--images", "512", "--epochs", "4", "--batch", "32").figure("test accuracy"))
            .isGreaterThan(0.25);
    }

    @Test
    void filesOfCifarAreRead() throws IOException {
        for (var name : new String[] {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
            Files.write(folder.resolve(name + ".bin"), records(8));
        }
        var run = CommandRun.of("resnet-cifar", "--data", folder.toString(), "--epochs", "1", "--batch", "10");
        assertThat(run.code()).isZero();
        assertThat(run.figure("test accuracy")).isBetween(0.0, 1.0);
    }

    private static byte[] records(int count) {
        var bytes = new byte[count * RECORD];
        new Random(5).nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * RECORD] = (byte) (i % 10);
        }
        return bytes;
    }
}
