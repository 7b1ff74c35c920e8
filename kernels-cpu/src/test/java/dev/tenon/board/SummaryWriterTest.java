package dev.tenon.board;

import static dev.tenon.Tenon.features;
import static dev.tenon.Tenon.seed;
import static dev.tenon.Tenon.sequential;
import static dev.tenon.Tenon.tensor;
import static dev.tenon.core.DType.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.board.EventReader.Message;
import dev.tenon.core.ArgumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryWriterTest {
    private static final double[] BUCKETS = {0, 2, 1, 1};
    private static final double[] LIMITS = {0.47069243095356195, 0.5177616740489182, 0.56953784145381, 0.6264916255991911};

    @TempDir
    private Path folder;

    private List<Message> written(Consumer<SummaryWriter> calls) throws IOException {
        try (var writer = new SummaryWriter(folder)) {
            calls.accept(writer);
        }
        return EventReader.events(folder);
    }

    @Test
    void aFileBeginsWithItsVersion() throws IOException {
        var events = written(writer -> {});
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().field(3).text()).isEqualTo("brain.Event:2");
    }

    @Test
    void aScalarHasItsStepAndItsTag() throws IOException {
        var event = written(writer -> writer.addScalar("loss/train", 0.25, 70_000)).get(1);
        assertThat(event.field(2).value()).isEqualTo(70_000L);
        assertThat(event.value().field(1).text()).isEqualTo("loss/train");
        assertThat(event.value().field(2).value()).isEqualTo(0.25f);
    }

    @Test
    void linesOfOneChartHaveFoldersOfTheirOwn() throws IOException {
        written(writer -> writer.addScalars("loss", Map.of("train", 1, "valid", 2.5), 3));
        assertThat(EventReader.events(folder.resolve("loss_valid")).get(1).value().field(2).value()).isEqualTo(2.5f);
        assertThat(EventReader.events(folder.resolve("loss_train")).get(1).value().field(2).value()).isEqualTo(1f);
    }

    /** The numbers are those of torch.utils.tensorboard 2.13. */
    @Test
    void aHistogramHasTheBucketsOfPyTorch() throws IOException {
        var histogram = written(writer -> writer.addHistogram("w", tensor(new double[] {0.5, 0.5, 0.52, 0.6}, FLOAT64), 0)).get(1).value()
            .field(5)
            .message();
        assertThat(histogram.field(1).value()).isEqualTo(0.5);
        assertThat(histogram.field(2).value()).isEqualTo(0.6);
        assertThat(histogram.field(3).value()).isEqualTo(4.0);
        assertThat((double) histogram.field(4).value()).isCloseTo(2.12, within(1e-12));
        assertThat(histogram.doubles(7)).containsExactly(BUCKETS);
        assertThat(histogram.doubles(6)).containsExactly(LIMITS);
    }

    @Test
    void whatIsNotFiniteIsCountedBesideAHistogram() throws IOException {
        var events = written(writer -> writer.addHistogram("w", tensor(new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY}), 4));
        assertThat(events.get(1).value().field(5).message().field(3).value()).isEqualTo(1.0);
        assertThat(events.get(2).value().field(1).text()).isEqualTo("w/nonfinite");
        assertThat(events.get(2).value().field(2).value()).isEqualTo(2f);
    }

    @Test
    void anImageIsAPng() throws IOException {
        var image = written(writer -> writer.addImage("grey", tensor(new double[][] {{0, 0.5, 1}, {2, -1, Double.NaN}}), 0)).get(1).value()
            .field(4).message();
        assertThat(image.field(1).value()).isEqualTo(2L);
        assertThat(image.field(2).value()).isEqualTo(3L);
        var pixels = ImageIO.read(new ByteArrayInputStream((byte[]) image.field(4).value()));
        assertThat(pixels.getRGB(0, 0) & 0xff).isZero();
        assertThat(pixels.getRGB(1, 0) & 0xff).isEqualTo(128);
        assertThat(pixels.getRGB(2, 0) & 0xff).isEqualTo(255);
        assertThat(pixels.getRGB(0, 1) & 0xff).isEqualTo(255);
        assertThat(pixels.getRGB(1, 1) & 0xff).isZero();
    }

    @Test
    void aTextIsATensorOfTheTextPlugin() throws IOException {
        var value = written(writer -> writer.addText("note", "**größer**", 1)).get(1).value();
        assertThat(value.field(1).text()).isEqualTo("note/text_summary");
        assertThat(value.field(9).message().field(1).message().field(1).text()).isEqualTo("text");
        assertThat(value.field(8).message().field(8).text()).isEqualTo("**größer**");
    }

    @Test
    void aGraphLeadsFromInputsAndParametersToTheOutput() throws IOException {
        var net = sequential(features(4), s -> s.linear(3).relu()).build(seed(1));
        var graph = written(writer -> writer.addGraph(net, tensor(new float[][] {{1, 2, 3, 4}}))).get(1).field(4).message();
        var nodes = graph.all(1).stream().map(node -> {
            var message = node.message();
            return message.field(1).text() + " " + message.field(2).text() + " " + message.all(3).stream().map(f -> f.text()).toList();
        });
        assertThat(nodes).containsExactly("input/0 Placeholder []", "0/weight Parameter []", "0/bias Parameter []",
            "0/linear_1 linear [input/0, 0/weight, 0/bias]", "1/relu_1 relu [0/linear_1]", "output/0 Output [1/relu_1]");
    }

    @Test
    void aGraphLeavesTheModelAsItWas() throws IOException {
        var net = sequential(features(4), s -> s.batchNorm().dropout(0.5)).build(seed(1));
        written(writer -> writer.addGraph(net, tensor(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}})));
        assertThat(net.isTraining()).isTrue();
        assertThat(net.stateDict().get("0.num_batches_tracked").itemLong()).isZero();
    }

    @Test
    void whatAnOperatorGivesBesideItsFirstResultIsCalledByItsNumber() throws IOException {
        var net = sequential(features(4), s -> s.function("swapped", x -> {
            var halves = x.chunk(2, 1);
            return halves.get(1).sub(halves.get(0));
        })).build(seed(1));
        var nodes = written(writer -> writer.addGraph(net, tensor(new float[][] {{1, 2, 3, 4}}))).get(1).field(4).message().all(1);
        var difference = nodes.stream().map(node -> node.message()).filter(node -> node.field(2).text().equals("sub")).findFirst()
            .orElseThrow();
        assertThat(difference.all(3)).extracting(source -> source.text()).containsExactly("0/chunk_1:1", "0/chunk_1");
    }

    @Test
    void settingsAndMetricsAreThreeRecordsAndScalars() throws IOException {
        var events = written(writer -> writer.addHparams(Map.of("lr", 0.5), Map.of("accuracy", 0.75)));
        assertThat(events.subList(1, 4)).extracting(event -> event.value().field(1).text())
            .containsExactly("_hparams_/experiment", "_hparams_/session_start_info", "_hparams_/session_end_info");
        var start = events.get(2).value().field(9).message().field(1).message().field(2).message().field(3).message();
        assertThat(start.field(1).message().field(1).text()).isEqualTo("lr");
        assertThat(start.field(1).message().field(2).message().field(2).value()).isEqualTo(0.5);
        assertThat(events.get(4).value().field(2).value()).isEqualTo(0.75f);
    }

    @Test
    void aSettingOfAnotherTypeIsRefused() {
        assertThatThrownBy(() -> written(writer -> writer.addHparams(Map.of("betas", List.of(1, 2)), Map.of())))
            .isInstanceOf(ArgumentException.class).hasMessageContaining("'betas' must be a number, true or false or a text");
    }

    @Test
    void whatIsFlushedIsReadableWhileTheWriterIsOpen() throws IOException {
        try (var writer = new SummaryWriter(folder)) {
            writer.addScalar("loss", 1, 1);
            writer.flush();
            assertThat(EventReader.events(folder)).hasSize(2);
        }
    }

    @Test
    void aClosedWriterRefusesMore() {
        var writer = new SummaryWriter(folder);
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.addScalar("loss", 1, 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("is closed");
    }
}
