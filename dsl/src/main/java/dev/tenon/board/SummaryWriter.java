package dev.tenon.board;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.ProtoMessage;
import dev.tenon.nn.Layer;
import dev.tenon.plot.Image;
import dev.tenon.tensor.Tensor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes what TensorBoard shows: {@code tensorboard --logdir runs}. Each writer has a file of its own in its folder; another run should have
 * a folder of its own beside it. Calls may come from several threads. What was written is on disk after {@link #flush}, after
 * {@link #close}, and at the latest two minutes after a call when the next one comes.
 * {@snippet :
 * try (var board = new SummaryWriter(Path.of("runs", "lr-1e-3"))) {
 *     board.addScalar("loss/train", loss.item(), step);
 *     board.addHistogram("weights/0", model.stateDict().get("0.weight"), step);
 * }
 * }
 *
 * @see <a href="https://www.tensorflow.org/tensorboard">TensorBoard</a>
 */
public final class SummaryWriter implements AutoCloseable {
    private static final long FLUSH_MILLIS = 120_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final Clock clock;
    private final EventFile file;
    private final Map<String, SummaryWriter> lines = new LinkedHashMap<>();
    private long flushed;

    /**
     * A writer into a new file of this folder, which is made if it is not there.
     *
     * @throws dev.tenon.io.FileException if the file cannot be written
     */
    public SummaryWriter(Path folder) {
        this(folder, Clock.systemUTC());
    }

    SummaryWriter(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.flushed = clock.millis();
        this.file = new EventFile(folder.resolve("events.out.tfevents." + clock.millis() / 1000 + "." + host() + "."
            + ProcessHandle.current().pid() + "." + COUNT.getAndIncrement()));
        file.write(new ProtoMessage().real(1, seconds()).text(3, "brain.Event:2"));
        file.flush();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9_-]", "_");
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    public Path folder() {
        return folder;
    }

    // ---- what changes over the steps ------------------------------------------------------------------------------------

    /** A number. */
    public void addScalar(String tag, double value, long step) {
        write(step, value(tag).single(2, (float) value));
    }

    /** Several numbers in one chart, each a line with a folder of its own. */
    public void addScalars(String tag, Map<String, ? extends Number> values, long step) {
        values.forEach((name, value) -> line(tag, name).addScalar(tag, value.doubleValue(), step));
    }

    private SummaryWriter line(String tag, String name) {
        synchronized (lines) {
            return lines.computeIfAbsent((tag + "_" + name).replace('/', '_'), part -> new SummaryWriter(folder.resolve(part), clock));
        }
    }

    /**
     * How the elements of a tensor are distributed. NaN and infinities are left out, and counted in a scalar {@code tag/nonfinite} if there
     * are any.
     */
    public void addHistogram(String tag, Tensor values, long step) {
        var all = values.detach().toDoubleArray();
        var finite = Arrays.stream(all).filter(Double::isFinite).toArray();
        if (finite.length > 0) {
            write(step, value(tag).message(5, new Histogram(finite).message()));
        }
        if (finite.length < all.length) {
            addScalar(tag + "/nonfinite", all.length - finite.length, step);
        }
    }

    /** A picture of a tensor, {@code [h, w]} or {@code [channels, h, w]}; see {@link Image#of}. */
    public void addImage(String tag, Tensor image, long step) {
        addImage(tag, Image.of(image), step);
    }

    /** Pictures of a batch {@code [n, channels, h, w]} in rows of eight; see {@link Image#grid}. */
    public void addImages(String tag, Tensor images, long step) {
        addImage(tag, Image.grid(images, 8), step);
    }

    /** A picture. */
    public void addImage(String tag, Image image, long step) {
        write(step, value(tag).message(4, new ProtoMessage().integer(1, image.height()).integer(2, image.width()).integer(3, 3)
            .bytes(4, image.png())));
    }

    /** A text, in which Markdown is understood. */
    public void addText(String tag, String text, long step) {
        var tensor = new ProtoMessage().integer(1, 7).message(2, new ProtoMessage().message(2, new ProtoMessage().integer(1, 1))).text(8,
            text);
        write(step, value(tag + "/text_summary").message(9, plugin("text", new ProtoMessage())).message(8, tensor));
    }

    // ---- what is said once ----------------------------------------------------------------------------------------------

    /** The operators that a model calls for this input in evaluation mode, and how they hang together. The model stays as it was. */
    public void addGraph(Layer model, Tensor input) {
        file.write(event().bytes(4, Graph.of(model, List.of(input)).toByteArray()));
        flush();
    }

    /**
     * What a run was made with and what it came to, for TensorBoard's comparison of runs. Write it once, in the folder of the run.
     *
     * @param settings numbers, truth values and texts by name
     * @param metrics by name; each is also written as a scalar
     * @throws ArgumentException if a setting is of another type
     */
    public void addHparams(Map<String, ?> settings, Map<String, ? extends Number> metrics) {
        var experiment = new ProtoMessage();
        var start = new ProtoMessage();
        settings.forEach((name, value) -> {
            int type = switch (value) {
                case Number _ -> 3;
                case Boolean _ -> 2;
                case String _ -> 1;
                default -> throw new ArgumentException("addHparams: '" + name + "' must be a number, true or false or a text, got "
                    + value.getClass().getSimpleName());
            };
            experiment.message(4, new ProtoMessage().text(1, name).integer(4, type));
            start.entry(1, name, switch (value) {
                case Number number -> new ProtoMessage().real(2, number.doubleValue());
                case Boolean flag -> new ProtoMessage().bool(4, flag);
                default -> new ProtoMessage().text(3, (String) value);
            });
        });
        metrics.forEach((name, _) -> experiment.message(5, new ProtoMessage().message(1, new ProtoMessage().text(2, name))));
        start.real(5, seconds());
        hparams("experiment", 2, experiment);
        hparams("session_start_info", 3, start);
        hparams("session_end_info", 4, new ProtoMessage().integer(1, 1).real(2, seconds()));
        metrics.forEach((name, value) -> addScalar(name, value.doubleValue(), 0));
        flush();
    }

    private void hparams(String tag, int field, ProtoMessage content) {
        write(0, value("_hparams_/" + tag).message(9, plugin("hparams", new ProtoMessage().integer(1, 0).message(field, content))));
    }

    // ---- the file -------------------------------------------------------------------------------------------------------

    private static ProtoMessage value(String tag) {
        if (tag.isEmpty()) {
            throw new ArgumentException("board: a tag must not be empty");
        }
        return new ProtoMessage().text(1, tag);
    }

    private static ProtoMessage plugin(String name, ProtoMessage content) {
        return new ProtoMessage().message(1, new ProtoMessage().text(1, name).bytes(2, content.toByteArray()));
    }

    private ProtoMessage event() {
        if (file.isClosed()) {
            throw new ArgumentException("board: the writer of " + folder + " is closed\n  try:   a new SummaryWriter");
        }
        return new ProtoMessage().real(1, seconds());
    }

    private void write(long step, ProtoMessage value) {
        file.write(event().integer(2, step).message(5, new ProtoMessage().message(1, value)));
        synchronized (lines) {
            if (clock.millis() - flushed >= FLUSH_MILLIS) {
                flush();
            }
        }
    }

    private double seconds() {
        return clock.millis() / 1e3;
    }

    /** Hands everything to the system. */
    public void flush() {
        synchronized (lines) {
            file.flush();
            lines.values().forEach(SummaryWriter::flush);
            flushed = clock.millis();
        }
    }

    /** Ends the file; a second time it does nothing. */
    @Override
    public void close() {
        synchronized (lines) {
            file.close();
            lines.values().forEach(SummaryWriter::close);
        }
    }
}
