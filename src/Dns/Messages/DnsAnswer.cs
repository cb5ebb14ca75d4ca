using System.Collections.Immutable;

namespace Kybernet.Dns.Messages;

/// <summary>What is known of a question.</summary>
/// <param name="Code">How it ended.</param>
public sealed record DnsAnswer(DnsCode Code)
{
    public static readonly DnsAnswer ServerFailure = new(DnsCode.ServerFailure);

    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    public ImmutableArray<DnsRecord> Authorities { get; init; } = [];

    public ImmutableArray<DnsRecord> Additionals { get; init; } = [];

    public bool IsAuthoritative { get; init; }
}
