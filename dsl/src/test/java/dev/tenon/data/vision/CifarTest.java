package dev.tenon.data.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Shape;
import dev.tenon.data.NumberedSamples;
import dev.tenon.io.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    @TempDir
    private Path folder;

    @Test
    void thePartsOfTheTrainingSetFollowEachOther() throws IOException {
        for (int part = 1; part <= 5; part++) {
            write("cifar-10-batches-bin/data_batch_" + part + ".bin", record(part * 10, part), record(part * 10 + 1, 9));
        }
        var train = new Cifar10(folder).train();
        assertThat(train.size()).isEqualTo(10);
        var batch = train.batch(new long[] {9, 2});
        assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 3, 32, 32));
        assertThat(batch.x().toFloatArray()).startsWith(51 / 255f, 0.2f).contains(20 / 255f);
        assertThat(batch.y().toLongArray()).containsExactly(9, 2);
    }

    @Test
    void theHundredClassesHaveTwentyAboveThem() throws IOException {
        write("test.bin", record(5, 19, 99), record(6, 3, 0));
        assertThat(NumberedSamples.targets(new Cifar100(folder).test())).containsExactly(99L, 0L);
        assertThat(NumberedSamples.targets(new Cifar100(folder, true).test())).containsExactly(19L, 3L);
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreRefused() throws IOException {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Cifar10(folder).test())
            .withMessageContaining("has no test_batch.bin");
        write("test_batch.bin", record(5, 3), record(5, 10));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> new Cifar10(folder).test())
            .withMessageContaining("test_batch.bin, byte 3073").withMessageContaining("actual: 10");
        write("test_batch.bin", record(5, 3), new byte[5]);
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> new Cifar10(folder).test())
            .withMessageContaining("a multiple of 3073");
    }

    /** A picture whose bytes are all the same, after its labels. */
    private static byte[] record(int level, int... labels) {
        var record = new ByteArrayOutputStream();
        for (int label : labels) {
            record.write(label);
        }
        for (int i = 0; i < 3072; i++) {
            record.write(level);
        }
        return record.toByteArray();
    }

    private void write(String name, byte[]... records) throws IOException {
        var content = new ByteArrayOutputStream();
        for (var record : records) {
            content.write(record);
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), content.toByteArray());
    }
}
