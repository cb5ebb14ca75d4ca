namespace Kybernet.Dns.Messages;

/// <summary>What is asked.</summary>
/// <param name="Name">As the client wrote it, without the last dot; empty for the root.</param>
/// <param name="Type">Any number, also one without a name here.</param>
/// <param name="Class">1 for the internet.</param>
public readonly record struct DnsQuestion(string Name, DnsType Type, ushort Class)
{
    /// <summary>Names are compared without regard to case.</summary>
    public string LowerName => Name.ToLowerInvariant();
}
