using Kybernet.Bench.Load.Store;

if (args is ["store", .. var rest] && StoreOptions.TryParse(rest, out var options, out var wrong))
{
    await using var scenario = await StoreScenario.StartAsync(options, CancellationToken.None);
    await scenario.RunAsync(CancellationToken.None);
    return 0;
}

Console.Error.WriteLine(StoreOptions.Usage);
return 2;
