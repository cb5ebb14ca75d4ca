namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Bounds what aliases may blow a document up to.</summary>
/// <remarks>
/// Upstream's rule bounds the share of values that come from aliases: 99 of 100 up to 400,000 values, falling evenly to
/// 10 of 100 at 4,000,000. It doesn't bound the size of a value, so the bytes are bounded besides.
/// </remarks>
internal sealed class AliasBudget(int maxBytes)
{
    public const string Problem = "document contains excessive aliasing";

    private const int SmallDocument = 400_000;
    private const int LargeDocument = 4_000_000;

    private int _values;
    private int _aliasedValues;
    private long _aliasedBytes;

    /// <summary>Above 0 while a value that an alias stands for is read.</summary>
    public int AliasDepth { get; set; }

    /// <returns>False when the value is one too many.</returns>
    public bool TryCountValue()
    {
        _values++;
        if (AliasDepth > 0) _aliasedValues++;
        return _aliasedValues <= 100 || _values <= 1000 || (double)_aliasedValues / _values <= AllowedShare(_values);
    }

    /// <summary>Counts bytes that an alias brought in.</summary>
    /// <returns>False when they are too many.</returns>
    public bool TryCountBytes(int bytes)
    {
        _aliasedBytes += bytes;
        return _aliasedBytes <= maxBytes;
    }

    private static double AllowedShare(int values) => values switch
    {
        <= SmallDocument => 0.99,
        >= LargeDocument => 0.10,
        _ => 0.99 - (0.89 * (values - SmallDocument) / (LargeDocument - SmallDocument)),
    };
}
