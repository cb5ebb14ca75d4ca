using System.Security.Cryptography;
using System.Text;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// The short hash by which clients see that the version a resource is stored in has changed: base64 of the first 8 bytes of
/// SHA-256 of <c>group/version/kind</c>.
/// </summary>
public static class StorageVersionHash
{
    public static string Of(GroupVersionKind stored)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Group}/{stored.Version}/{stored.Kind}"), hash);
        return Convert.ToBase64String(hash[..8]);
    }
}
