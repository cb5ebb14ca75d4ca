using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Certificates;

/// <summary>Which requests are too old to keep.</summary>
/// <remarks>Upstream: certificates/cleaner.</remarks>
public static class CleaningPlan
{
    private static readonly TimeSpan s_settled = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_pending = TimeSpan.FromHours(24);

    public static bool IsOver(CertificateSigningRequest request, DateTimeOffset now)
    {
        if (request.Status.Conditions.IsEmpty) return IsOlder(request.Metadata.CreationTimestamp, s_pending, now);
        foreach (var condition in request.Status.Conditions)
        {
            var isOver = condition.Type switch
            {
                RequestConditionType.Denied or RequestConditionType.Failed => IsOlder(condition.LastUpdateTime, s_settled, now),
                RequestConditionType.Approved when request.IsIssued => IsOlder(condition.LastUpdateTime, s_settled, now) || HasExpired(request, now),
                RequestConditionType.Approved => IsOlder(condition.LastUpdateTime, s_pending, now),
                _ => false,
            };
            if (isOver) return true;
        }

        return false;
    }

    private static bool IsOlder(Time since, TimeSpan age, DateTimeOffset now) => !since.IsZero && now - since.ToDateTimeOffset() > age;

    private static bool HasExpired(CertificateSigningRequest request, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(request.Status.Certificate.Span));
            return now > certificate.NotAfter;
        }
        catch (CryptographicException)
        {
            // What is no certificate does not expire.
            return false;
        }
    }
}
