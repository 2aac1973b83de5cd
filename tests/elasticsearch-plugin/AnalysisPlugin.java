import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.Plugin;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * What the tests need of Elasticsearch's module analysis-common, under the same names and with the same defaults. The
 * distribution on Maven Central comes without that module, but with the Lucene classes behind it.
 */
public class AnalysisPlugin extends Plugin implements org.elasticsearch.plugins.AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "stemmer", filter(AnalysisPlugin::stemmer),
            "asciifolding", (index, environment, name, settings) -> new Folding(name, settings),
            "edge_ngram", filter(AnalysisPlugin::edgeNgram),
            "length", filter(AnalysisPlugin::length),
            "word_delimiter_graph", filter(AnalysisPlugin::wordDelimiterGraph));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of( // "keyword" is what normalizers begin with
            "keyword", tokenizer(KeywordTokenizer::new),
            "whitespace", tokenizer(WhitespaceTokenizer::new));
    }

    private static UnaryOperator<TokenStream> stemmer(Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        return switch (language) {
            case "english", "porter" -> PorterStemFilter::new;
            case "porter2" -> tokens -> new SnowballFilter(tokens, new EnglishStemmer());
            case "possessive_english" -> EnglishPossessiveFilter::new;
            default -> throw new IllegalArgumentException("The tests' stemmer does not know the language " + language);
        };
    }

    private static UnaryOperator<TokenStream> edgeNgram(Settings settings) {
        int shortest = settings.getAsInt("min_gram", 1);
        int longest = settings.getAsInt("max_gram", 2);
        boolean original = settings.getAsBoolean("preserve_original", false);
        return tokens -> new EdgeNGramTokenFilter(tokens, shortest, longest, original);
    }

    private static UnaryOperator<TokenStream> length(Settings settings) {
        int shortest = settings.getAsInt("min", 0);
        int longest = settings.getAsInt("max", Integer.MAX_VALUE);
        return tokens -> new LengthFilter(tokens, shortest, longest);
    }

    private static UnaryOperator<TokenStream> wordDelimiterGraph(Settings settings) {
        Map<String, Integer> onByDefault = Map.of(
            "generate_word_parts", WordDelimiterGraphFilter.GENERATE_WORD_PARTS,
            "generate_number_parts", WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS,
            "split_on_case_change", WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE,
            "split_on_numerics", WordDelimiterGraphFilter.SPLIT_ON_NUMERICS,
            "stem_english_possessive", WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE);
        Map<String, Integer> offByDefault = Map.of(
            "catenate_words", WordDelimiterGraphFilter.CATENATE_WORDS,
            "catenate_numbers", WordDelimiterGraphFilter.CATENATE_NUMBERS,
            "catenate_all", WordDelimiterGraphFilter.CATENATE_ALL,
            "preserve_original", WordDelimiterGraphFilter.PRESERVE_ORIGINAL,
            "ignore_keywords", WordDelimiterGraphFilter.IGNORE_KEYWORDS);
        int flags = flags(settings, onByDefault, true) | flags(settings, offByDefault, false);
        boolean offsets = settings.getAsBoolean("adjust_offsets", true);
        byte[] table = WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE;
        return tokens -> new WordDelimiterGraphFilter(tokens, offsets, table, flags, null);
    }

    private static int flags(Settings settings, Map<String, Integer> values, boolean byDefault) {
        return values.entrySet().stream()
            .filter(flag -> settings.getAsBoolean(flag.getKey(), byDefault))
            .mapToInt(Map.Entry::getValue)
            .sum();
    }

    private static AnalysisProvider<TokenizerFactory> tokenizer(Supplier<Tokenizer> made) {
        return (index, environment, name, settings) -> TokenizerFactory.newFactory(name, made);
    }

    private static AnalysisProvider<TokenFilterFactory> filter(Function<Settings, UnaryOperator<TokenStream>> made) {
        return (index, environment, name, settings) -> {
            UnaryOperator<TokenStream> filter = made.apply(settings);
            return new AbstractTokenFilterFactory(name, settings) {
                @Override
                public TokenStream create(TokenStream tokens) {
                    return filter.apply(tokens);
                }
            };
        };
    }

    /** A class of its own, because a normalizer of keywords takes only filters that say that they normalise. */
    private static class Folding extends AbstractTokenFilterFactory implements NormalizingTokenFilterFactory {
        private final boolean original;

        Folding(String name, Settings settings) {
            super(name, settings);
            original = settings.getAsBoolean("preserve_original", false);
        }

        @Override
        public TokenStream create(TokenStream tokens) {
            return new ASCIIFoldingFilter(tokens, original);
        }

        @Override
        public TokenStream normalize(TokenStream tokens) {
            return new ASCIIFoldingFilter(tokens); // as the module does: a keyword has one normal form
        }
    }
}
