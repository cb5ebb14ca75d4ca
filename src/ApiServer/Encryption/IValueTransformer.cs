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
}
