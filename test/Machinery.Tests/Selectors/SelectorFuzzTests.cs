using System.Text;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class SelectorFuzzTests
{
    private const int Seed = 361;
    private static readonly string[] Pieces = ["a", "b", "in", "notin", " ", "(", ")", ",", "=", "!", ">", "<", "1", "\0", "\\", "-", "é"];

    [Fact]
    public void TryParse_RandomText_EndsAndRoundTrips()
    {
        var random = new Random(Seed);
        var parsed = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(12); length > 0; length--) text.Append(Pieces[random.Next(Pieces.Length)]);
            var value = text.ToString();
            if (Selector.TryParse(value, out var selector, out _))
            {
                parsed++;
                Assert.Equal(selector, Selector.Parse(selector.ToString()));
            }

            if (FieldSelector.TryParse(value, out var fields, out _))
                AssertSameTerms(fields, FieldSelector.Parse(fields.ToString()));
        }

        Assert.True(parsed > 1000, $"only {parsed} parsed (seed {Seed})");
    }

    // The canonical text of a term may sort elsewhere than the text it was read from.
    private static void AssertSameTerms(FieldSelector left, FieldSelector right) =>
        Assert.Equal(left.Requirements.Select(term => term.ToString()).Order(), right.Requirements.Select(term => term.ToString()).Order());
}
