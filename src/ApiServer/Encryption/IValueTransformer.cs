namespace Kybernet.ApiServer.Encryption;

/// <summary>Hides a value and shows it again. Upstream: <c>value.Transformer</c>.</summary>
internal interface IValueTransformer
{
    /// <summary>What a value begins with that this one has hidden: <c>k8s:enc:aesgcm:v1:key1:</c>.</summary>
    ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>The hidden value, with its prefix.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">The key it is stored under: where the method knows how, a value moved to another key is not accepted there.</param>
    byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place);

    /// <summary>The value as it was.</summary>
    /// <param name="hidden">What follows the prefix.</param>
    /// <param name="place">The key it is stored under.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The value was not hidden with this key, or was changed.</exception>
    byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place);

    /// <summary>What a value hidden now is marked with. A stored value with another mark is to be written anew.</summary>
    ReadOnlyMemory<byte> Mark => Prefix;

    /// <summary>The mark of a stored value that this one has hidden.</summary>
    /// <param name="hidden">What follows the prefix.</param>
    ReadOnlyMemory<byte> MarkOf(ReadOnlySpan<byte> hidden) => Prefix;

    /// <summary>Gets what <see cref="Show"/> needs for the value, where somebody has to be asked for it.</summary>
    /// <param name="hidden">What follows the prefix.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It cannot be had now.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be had at all.</exception>
    ValueTask PrepareAsync(ReadOnlyMemory<byte> hidden, CancellationToken cancel) => default;
}
