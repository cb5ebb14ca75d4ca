namespace Kybernet.Testing.Tests;

/// <summary>A test that ends: what it waits for in vain throws where it waits, which says more than a program that was killed.</summary>
public abstract class LimitedTest : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected LimitedTest() => _limit.CancelAfter(s_limit);

    protected CancellationToken Cancel => _limit.Token;

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }
}
