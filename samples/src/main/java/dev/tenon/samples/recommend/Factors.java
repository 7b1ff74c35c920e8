package dev.tenon.samples.recommend;

import static dev.tenon.Tenon.noGrad;

import dev.tenon.nn.Layer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Tensor;

/**
 * Matrix factorisation: a rating is what all think, what this user adds, what this item adds, and the product of the user's factors with
 * the item's. It knows users and items by their numbers alone.
 *
 * @see <a href="https://doi.org/10.1109/MC.2009.263">Koren, Bell and Volinsky (2009)</a>
 */
final class Factors extends Layer {
    private final Embedding users;
    private final Embedding items;
    private final Embedding habits = new Embedding(Ratings.USERS, 1);
    private final Embedding merits = new Embedding(Ratings.ITEMS, 1);
    private final Parameter mean = parameter("mean", Init.zeros());

    Factors(long width) {
        users = new Embedding(Ratings.USERS, width);
        items = new Embedding(Ratings.ITEMS, width);
        // Rows start with deviation 1, and a product of such factors would be far from any rating.
        noGrad(() -> parameters().forEach(parameter -> parameter.mul_(0.1)));
    }

    @Override
    public Tensor forward(Tensor questions) {
        var user = questions.select(1, Ratings.USER);
        var item = questions.select(1, Ratings.ITEM);
        var fit = users.call(user).mul(items.call(item)).sum(1);
        return fit.add(habits.call(user).squeeze(1)).add(merits.call(item).squeeze(1)).add(mean.value());
    }
}
