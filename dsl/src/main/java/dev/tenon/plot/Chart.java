package dev.tenon.plot;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.AtomicFile;
import java.nio.file.Path;
import java.util.Locale;

/** A picture that is drawn as vectors or pixels: {@code chart.save(Path.of("loss.svg"))}. */
public abstract sealed class Chart permits LineChart, HeatMap {
    static final int INK = 0x222222;
    static final int FAINT = 0x6b6b6b;
    static final int GRID = 0xe3e3e3;

    private final String title;

    Chart(String title) {
        this.title = title;
    }

    /** What stands above it. */
    public final String title() {
        return title;
    }

    /** Width in pixels. */
    public abstract int width();

    /** Height in pixels. */
    public abstract int height();

    abstract void draw(Canvas canvas);

    /** The picture as SVG text. */
    public final String svg() {
        var canvas = new SvgCanvas(width(), height(), title);
        draw(canvas);
        return canvas.text();
    }

    /** The picture as pixels, two to each of {@link #width} and {@link #height}. */
    public final Image image() {
        var canvas = new RasterCanvas(width(), height());
        draw(canvas);
        return new Image(canvas.finished());
    }

    /**
     * Writes an SVG or PNG file, which appears complete or not at all.
     *
     * @throws ArgumentException if the name ends otherwise
     */
    public final void save(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            AtomicFile.write(file, svg());
        } else if (name.endsWith(".png")) {
            image().save(file);
        } else {
            throw new ArgumentException("chart: the file must end in .svg or .png, got " + file);
        }
    }
}
