package dev.tenon.diagram;

import dev.tenon.diagram.Part.Box;
import dev.tenon.diagram.Part.Group;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a chart in the languages of Mermaid and Graphviz, which lay it out themselves. */
final class FlowText {
    private static final Map<String, String> DOT_COLOURS = Map.of("leaf", "lightblue", "tensor", "orange", "end", "darkolivegreen1",
        "operator",
        "lightgrey");

    private final boolean mermaid;
    private final Map<Box, String> names = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int groups;

    private FlowText(boolean mermaid) {
        this.mermaid = mermaid;
    }

    /** A {@code flowchart}, as GitHub and many editors show it. */
    static String mermaid(Flow flow) {
        var writer = new FlowText(true);
        writer.text.append("flowchart TD\n");
        writer.parts(flow.root, "    ");
        for (var link : flow.links) {
            var label = link.label().isEmpty() ? "" : "|\"" + mermaid(link.label()) + "\"|";
            writer.text.append("    ").append(writer.names.get(link.from())).append(" -->").append(label).append(' ')
                .append(writer.names.get(link.to())).append('\n');
        }
        return writer.text.toString();
    }

    /** A {@code digraph}. */
    static String dot(Flow flow) {
        var writer = new FlowText(false);
        writer.text.append("digraph {\n    graph [rankdir=TB, label=").append(quoted(flow.title))
            .append(", labelloc=t, fontname=\"sans-serif\"]\n    node [shape=box, style=filled, fillcolor=white, fontsize=10, "
                + "fontname=\"sans-serif\"]\n    edge [fontsize=9, fontname=\"sans-serif\"]\n");
        writer.parts(flow.root, "    ");
        for (var link : flow.links) {
            writer.text.append("    ").append(writer.names.get(link.from())).append(" -> ").append(writer.names.get(link.to()))
                .append(link.label().isEmpty() ? "" : " [label=" + quoted(link.label()) + "]").append('\n');
        }
        return writer.text.append("}\n").toString();
    }

    private void parts(Group group, String indent) {
        for (var part : group.parts) {
            switch (part) {
                case Box box -> box(box, indent);
                case Group inner -> {
                    var name = (mermaid ? "g" : "cluster_") + groups++;
                    text.append(indent).append("subgraph ").append(name)
                        .append(mermaid ? "[\"" + mermaid(inner.title()) + "\"]\n"
                            : " {\n" + indent + "    label=" + quoted(inner.title()) + "\n");
                    parts(inner, indent + "    ");
                    text.append(indent).append(mermaid ? "end\n" : "}\n");
                }
            }
        }
    }

    private void box(Box box, String indent) {
        var name = "n" + names.size();
        names.put(box, name);
        if (mermaid) {
            var lines = box.lines.stream().map(FlowText::mermaid).collect(Collectors.joining("<br/>"));
            boolean round = box.style.equals("operator") || box.style.equals("end");
            text.append(indent).append(name).append(round ? "([\"" : "[\"").append(lines).append(round ? "\"])\n" : "\"]\n");
        } else {
            text.append(indent).append(name).append(" [label=").append(quoted(String.join("\n", box.lines))).append(", fillcolor=")
                .append(DOT_COLOURS.getOrDefault(box.style, "white")).append("]\n");
        }
    }

    /** Mermaid's entities begin with a number sign. */
    private static String mermaid(String text) {
        return text.replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
