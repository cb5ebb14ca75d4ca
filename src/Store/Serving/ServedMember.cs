using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>The one member of the cluster clients see.</summary>
internal sealed class ServedMember(string name)
{
    /// <summary>The etcd whose API and behaviour this is; clients decide by it what they may ask for.</summary>
    public const string EtcdVersion = "3.5.21";

    public const string ClusterVersion = "3.5.0";

    /// <summary>One leader for ever is one term; etcd's first elected leader has term 2.</summary>
    public const ulong RaftTerm = 2;

    public string Name => name;

    public ulong MemberId { get; } = IdOf("member " + name);

    public ulong ClusterId { get; } = IdOf("cluster " + name);

    /// <summary>Set once, when the server listens.</summary>
    public ImmutableArray<Uri> ClientUrls { get; set; } = [];

    public ResponseHeader Header(Revision revision) => new()
    {
        ClusterId = ClusterId,
        MemberId = MemberId,
        Revision = revision.Value,
        RaftTerm = RaftTerm,
    };

    public Member Describe()
    {
        var member = new Member { ID = MemberId, Name = name };
        foreach (var url in ClientUrls) member.ClientURLs.Add(url.GetLeftPart(UriPartial.Authority));
        return member;
    }

    private static ulong IdOf(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
