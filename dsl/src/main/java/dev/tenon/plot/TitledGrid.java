package dev.tenon.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures in rows, each with its title below. */
final class TitledGrid {
    private static final int LEAST_WIDTH = 96;
    private static final int GAP = 12;
    private static final int LINE = 22;
    private static final int LETTERS = 13;

    private final List<Image> pictures;
    private final List<String> titles;
    private final int columns;
    private final int factor;
    private final int width;
    private final int height;

    TitledGrid(List<Image> pictures, List<String> titles, int columns) {
        this.pictures = pictures;
        this.titles = titles;
        this.columns = columns;
        var first = pictures.getFirst();
        this.factor = Math.max(1, Math.ceilDiv(LEAST_WIDTH, first.width()));
        this.width = factor * first.width();
        this.height = factor * first.height();
    }

    BufferedImage drawn() {
        int rows = Math.ceilDiv(pictures.size(), columns);
        var all = new BufferedImage(columns * (width + GAP) + GAP, rows * (height + LINE + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        var graphics = all.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS));
        graphics.setColor(new Color(Chart.INK));
        for (int i = 0; i < pictures.size(); i++) {
            int x = GAP + i % columns * (width + GAP);
            int y = GAP + i / columns * (height + LINE + GAP);
            graphics.drawImage(pictures.get(i).enlarged(factor).pixels(), x, y, null);
            var title = fitting(titles.get(i), graphics.getFontMetrics());
            graphics.drawString(title, x + (width - graphics.getFontMetrics().stringWidth(title)) / 2, y + height + LETTERS + 3);
        }
        graphics.dispose();
        return all;
    }

    /** As much of a title as there is room for. */
    private String fitting(String title, FontMetrics metrics) {
        var text = title;
        while (text.length() > 1 && metrics.stringWidth(text) > width + GAP - 2) {
            text = text.substring(0, text.length() - (text.endsWith("…") ? 2 : 1)) + "…";
        }
        return text;
    }
}
