using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

/// <summary>The keys of some resources: the first hides, all show. Upstream: <c>value.PrefixTransformers</c>.</summary>
/// <param name="Transformers">At least one.</param>
internal sealed record ResourceKeys(IReadOnlyList<IValueTransformer> Transformers)
{
    public IValueTransformer Writer => Transformers[0];

    /// <summary>Asks for what <see cref="Show"/> needs. What is wrong with a value is left to that.</summary>
    /// <exception cref="IOException">It cannot be had now.</exception>
    public async ValueTask PrepareAsync(ReadOnlyMemory<byte> stored, CancellationToken cancel)
    {
        foreach (var one in Transformers)
        {
            if (one.Prefix.IsEmpty || !stored.Span.StartsWith(one.Prefix.Span)) continue;
            try
            {
                await one.PrepareAsync(stored[one.Prefix.Length..], cancel);
            }
            catch (CryptographicException)
            {
                // Whoever shows it says so.
            }
        }
    }

    /// <summary>The value as it was, and who hid it.</summary>
    /// <exception cref="CryptographicException">Nobody here can show it.</exception>
    public (byte[] Value, IValueTransformer By) Show(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> place)
    {
        CryptographicException? last = null;
        var isHidden = stored.StartsWith("k8s:enc:"u8);
        foreach (var one in Transformers)
        {
            // Not to be mistaken: without a prefix everything would fit.
            if (one.Prefix.IsEmpty ? isHidden : !stored.StartsWith(one.Prefix.Span)) continue;
            try
            {
                return (one.Show(stored[one.Prefix.Length..], place), one);
            }
            catch (CryptographicException failure)
            {
                last = failure;
            }
        }

        throw last ?? new CryptographicException("no matching prefix found");
    }
}
