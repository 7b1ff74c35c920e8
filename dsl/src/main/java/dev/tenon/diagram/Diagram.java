package dev.tenon.diagram;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.AtomicFile;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Specimen;
import dev.tenon.nn.declare.Network;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A picture of a network: layers and operators as boxes, blocks as frames around them, the shapes of tensors beside the arrows. Layers of one kind
 * that follow one another are drawn once, with their number.
 * {@snippet :
 * Diagram.of(network).save(Path.of("network.svg"));
 * }
 */
public final class Diagram {
    private static final int ALL = Integer.MAX_VALUE;

    private final Specimen specimen;
    private final String title;
    private final int depth;

    private Diagram(Specimen specimen, String title, int depth) {
        this.specimen = specimen;
        this.title = title;
        this.depth = depth;
    }

    /** The picture of a declaration; nothing is allocated. */
    public static Diagram of(Network network) {
        return new Diagram(network.specimen(), "", ALL);
    }

    /**
     * The picture of a network as a pass over an example in evaluation mode shows it, or as it was declared if there is no example.
     *
     * @throws ArgumentException if there is no example and the network was not declared
     */
    public static Diagram of(Layer network, Tensor... example) {
        var specimen = network.specimen(example);
        if (specimen.inputs().isEmpty()) {
            throw new ArgumentException("diagram: what goes through the network is not known\n  try:   Diagram.of(network, example)");
        }
        return new Diagram(specimen, "", ALL);
    }

    /** The picture with a title. */
    public Diagram title(String text) {
        return new Diagram(specimen, text, depth);
    }

    /**
     * The picture in which layers so many levels below the network are boxes, whatever is within: 1 shows the network's own layers.
     *
     * @throws ArgumentException if it is less than 1
     */
    public Diagram depth(int levels) {
        if (levels < 1) {
            throw new ArgumentException("diagram: depth must be at least 1, got " + levels);
        }
        return new Diagram(specimen, title, levels);
    }

    private Flow flow() {
        return DiagramPass.of(specimen, title, depth);
    }

    /** SVG text, light or dark as the reader's screen is. */
    public String svg() {
        return FlowSvg.of(flow());
    }

    /** A flowchart in the language of Mermaid, which GitHub shows in Markdown. */
    public String mermaid() {
        return FlowText.mermaid(flow());
    }

    /** A digraph in the language of Graphviz. */
    public String dot() {
        return FlowText.dot(flow());
    }

    /**
     * Writes a file that ends in {@code .svg}, {@code .mmd} or {@code .dot}, which appears complete or not at all.
     *
     * @throws ArgumentException if the name ends otherwise
     */
    public void save(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            AtomicFile.write(file, svg());
        } else if (name.endsWith(".mmd")) {
            AtomicFile.write(file, mermaid());
        } else if (name.endsWith(".dot")) {
            AtomicFile.write(file, dot());
        } else {
            throw new ArgumentException("diagram: the file must end in .svg, .mmd or .dot, got " + file);
        }
    }
}
