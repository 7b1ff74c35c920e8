package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Device;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each sample that the README lists computes where it is told to. */
class SamplesOnDevicesTest {
    private static final Pattern COMMAND = Pattern.compile("`([a-z][a-z-]+)(?: --text FILE)?`");
    private static final String TEXT = "the owl and the cat went to sea\n";
    /** As little as a sample can do. */
    private static final List<String> SMALL = List.of("digits --epochs 1 --limit 32 --batch 16", "regression --steps 2",
        "classifier --images 32 --epochs 1", "autograd", "higher-order", "two-layer --steps 2", "linear --epochs 1",
        "heat-equation --steps 1", "autoencoder --images 64 --epochs 1", "gan --steps 1", "recommender --ratings 128 --epochs 1",
        "dqn --steps 505", "resnet-cifar --images 8 --epochs 1 --batch 4", "object-detection --scenes 4 --epochs 1",
        "char-gpt --text TEXT --steps 1 --layers 1 --width 32 --context 16", "sentiment-lstm --sentences 64 --epochs 1",
        "translate --numbers 128 --unseen 4 --epochs 1", "tabular --epochs 1");

    @TempDir
    private Path folder;

    @Test
    void everySampleOfTheReadmeIsTriedHere() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        var samples = readme.substring(readme.indexOf("\n- `digits`"), readme.indexOf("\n## Test it"));
        var listed = samples.lines().filter(line -> line.startsWith("- "))
            .flatMap(line -> COMMAND.matcher(line).results().map(found -> found.group(1))).toList();
        assertThat(SMALL.stream().map(line -> line.split(" ")[0])).containsExactlyInAnyOrderElementsOf(listed);
    }

    @TestFactory
    Stream<DynamicTest> everySampleRunsOnTheEmulatedGpu() {
        EmulatedGpu.device();
        return SMALL.stream().map(line -> DynamicTest.dynamicTest(line, () -> {
            var text = Files.writeString(folder.resolve("text.txt"), TEXT.repeat(10));
            var run = new CommandRun[1];
            var there = new AtomicInteger();
            OpListener.listen((op, inputs, outputs) -> there.addAndGet(outputs.stream().anyMatch(SamplesOnDevicesTest::isThere) ? 1 : 0),
                () -> {
                    run[0] = CommandRun.of((line.replace("TEXT", text.toString()) + " --device emulated").split(" "));
                });
            assertThat(run[0].code()).as(run[0].output()).isZero();
            assertThat(there.get()).as("operators that ran there").isGreaterThan(10);
        }));
    }

    private static boolean isThere(Tensor output) {
        return output.device().kind() == Device.Kind.GPU;
    }
}
